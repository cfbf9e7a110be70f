"""Made-up people abroad. Phones are of the ranges kept for fiction (555-01xx, 0113 496 0xxx, 07700 900xxx); house numbers are invented."""

from __future__ import annotations

from tests.stories.workbooks import rows_of

_PEOPLE = """
key|name|address1|address2|city|zip|province|province_name|country|phone
ava|Ava Thornbury|418 Maple Hollow Rd||Burlington|'05401|VT|Vermont|US|'+18025550114
ben|Ben Okoro-Hale|77 Dock Street|Apt 4B|Providence|'02903|RI|Rhode Island|US|'+14015550127
cleo|Cleo Marchetti|1290 Larkspur Ave||Boulder|80302|CO|Colorado|US|(303) 555-0139
dev|Dev Raman Pillai|33 Harvard Terrace|Unit 12|Cambridge|'02139|MA|Massachusetts|US|617-555-0142
elsa|Elsa Lindqvist-Moore|905 Prairie Lane||Madison|53703|WI|Wisconsin|US|+1 608 555 0155
finn|Finn O'Hanlon|16 Saddler's Row||Savannah|31401|GA|Georgia|US|912.555.0161
gia|Gia Bellweather|2204 Ocean View Dr|c/o Front Desk|Honolulu|96815|HI|Hawaii|US|808-555-0173
hugo|Hugo Vandermeer|58 Elm Court||Portland|97209|OR|Oregon|US|503-555-0180
ivy|Ivy Ashcombe|14 Larch Grove|Headingley|Leeds|LS6 3QT||West Yorkshire|GB|'+441134960118
jack|Jack Penhallow|3 Quayside Cottages||Falmouth|TR11 3LH||Cornwall|GB|07700 900142
kit|Kit Dunmore|Flat 2|29 Rosebank Street|Glasgow|G11 5PX||Glasgow City|GB|0141 496 0167
lena|Léna Beauchêne|415 rue des Érables|App. 6|Québec|G1R 4S7|QC|Quebec|CA|418-555-0129
milo|Milo Chartrand|8821 Birchmount Rd||Toronto|M1P 4G5|ON|Ontario|CA|'+14165550148
nora|Nora Ellingsworth|630 Sycamore St||Austin|78704|TX|Texas|US|512-555-0104
otto|Otto Bramwell|71 Foundry Way|Bldg C|Pittsburgh|15222|PA|Pennsylvania|US|412-555-0116
pia|Pia Sorrentino|209 Vineyard Ct||Santa Rosa|95404|CA|California|US|707-555-0192
quin|Quin Abernathy|12 Lighthouse Pt||Portland|'04101|ME|Maine|US|207-555-0137
rae|Rae Winslow|1450 Cottonwood Blvd|Suite 210|Tulsa|74103|OK|Oklahoma|US|918-555-0108
"""
PEOPLE = {row["key"]: row for row in rows_of(_PEOPLE)}
