"""The catalogue of the douyin-day story: five suppliers, their offers, freight and rules, and what the shop sells."""

from __future__ import annotations

from decimal import Decimal

from tests.stories.douyin_sales import Goods
from tests.stories.workbooks import rows_of

SUPPLIERS = """
code|name|template|courier_template|courier|priority|terms|sender_name|sender_phone|sender_province|sender_city|sender_district|sender_address|contact|active
HZ01|杭州云仓|offline_cn||中通|10|现结|青禾家居|13900007001|浙江省|杭州市|余杭区|良渚街道莫干山路1188号3号库|微信 yuncang-hz|是
YW02|义乌优品|dropship_19||圆通|10|30|青禾家居|13900007002|浙江省|金华市|义乌市|福田街道银海路66号|微信 youpin-yw|是
GZ03|广州暖阳纺织|import_12||韵达|20|30|青禾家居|13900007003|广东省|广州市|海珠区|瑞宝街道南洲路28号|nuanyang@example.com|是
SZ04|深圳极光数码|offline_cn|sf_57|顺丰|20|现结|青禾家居|13900007004|广东省|深圳市|龙华区|民治街道民康路9号|微信 jiguang-sz|是
CD05|成都茶里|offline_cn||极兔|20|7|青禾家居|13900007005|四川省|成都市|锦江区|牛市口街道水碾河路17号|微信 chali-cd|是
"""

OFFERS = """
supplier|supplier_sku|product|cost|stock|min_quantity|lead_days|no_ship|as_of
HZ01|MB350-W|陶瓷马克杯 350ml 米白|12.00|200||1||2026-11-18
HZ01|MB350-B|陶瓷马克杯 350ml 雾蓝|12.00|200||1||2026-11-18
HZ01|FW45|4.5 英寸饭碗（单只）|8.50|300||1||2026-11-18
HZ01|KZ10|合金筷子 10 双|13.80|150||1||2026-11-18
HZ01|CH600|提梁茶壶 600ml|28.00|40||2||2026-11-18
HZ01|BW500|保温杯 500ml|42.00|60||1||2026-11-18
YW02|Y-MB350W|马克杯 350ml 白|11.50|500||2|新疆、西藏、青海|2026-11-17
YW02|MJ-3472|纯棉毛巾（单条）|5.20|900||2|新疆、西藏、青海|2026-11-17
YW02|GG-10|无痕挂钩 10 个装|4.20|||2|新疆、西藏、青海|2026-11-17
YW02|SN-L|收纳箱 大号 58L|18.60|80||2|新疆、西藏、青海|2026-11-17
GZ03|MJ-3472|纯棉毛巾（单条）|5.00|600||2||2026-11-19
GZ03|SJT-15|水洗棉四件套 1.5m|89.00|50||2||2026-11-19
GZ03|SJT-18|水洗棉四件套 1.8m|99.00|50||2||2026-11-19
GZ03|YRB-20|羽绒被 200×230|168.00|3||3||2026-11-19
SZ04|CDQ-30|30W 充电头|32.00|100||1||2026-11-20
SZ04|XC-1M|编织数据线 1 米|6.50|400||1||2026-11-20
SZ04|TD-01|折叠台灯|45.00|2||1||2026-11-20
CD05|GL-250|蒙顶甘露 250g|56.00|70||1||2026-11-16
CD05|HC-100|茉莉花茶 100g|15.00|200|2|1||2026-11-16
"""

SKU_MAP = """
sku|option|supplier|supplier_sku|factor
QH-MUG-WH|1|HZ01|MB350-W|1
QH-MUG-WH|2|YW02|Y-MB350W|1
QH-MUG-BL||HZ01|MB350-B|1
QH-BOWL-2||HZ01|FW45|2
QH-SET-BK||HZ01|FW45|4
QH-SET-BK||HZ01|KZ10|1
QH-GIFT-T||HZ01|CH600|1
QH-GIFT-T||CD05|GL-250|1
QH-CUP-TH||HZ01|BW500|1
QH-TOWEL-3|||MJ-3472|3
QH-HOOK-10||YW02|GG-10|1
QH-BOX-L||YW02|SN-L|1
QH-BED-15||GZ03|SJT-15|1
QH-BED-18||GZ03|SJT-18|1
QH-QUILT||GZ03|YRB-20|1
QH-CHG-30||SZ04|CDQ-30|1
QH-CABLE||SZ04|XC-1M|1
QH-LAMP||SZ04|TD-01|1
QH-TEA-GL||CD05|GL-250|1
QH-TEA-HC||CD05|HC-100|1
"""

COURIERS = """
courier|alias|platform|upload_name
中通|中通快递|抖店|中通快递
圆通|圆通速递|抖店|圆通速递
韵达|韵达快递|抖店|韵达快递
极兔|极兔速递|抖店|极兔速递
顺丰|顺丰速运|抖店|顺丰速运
"""

FREIGHT = """
supplier|area|first|additional
HZ01|浙江|3.00|1.00
HZ01|上海|3.00|1.00
HZ01|江苏|3.00|1.00
HZ01|新疆|16.00|8.00
HZ01||4.50|1.50
YW02||3.80|1.00
GZ03|广东|4.00|1.50
GZ03||6.00|2.50
SZ04|广东|9.00|1.00
SZ04||12.00|2.00
CD05||5.00|1.00
|西藏|22.00|10.00
"""

RULES = """
priority|platform|province|sku_prefix|min_quantity|when|supplier|courier|hold|note
10|抖店|广东|QH-TOWEL|||GZ03|||广东的毛巾从广州发，隔天到
20||||10||||大单，先和供应商核库存|十件以上先问一声
30|抖店||QH-MUG||包含(买家留言, "加急")||顺丰||加急的杯子走顺丰
"""

TABS = {
    "suppliers": SUPPLIERS,
    "offers": OFFERS,
    "sku_map": SKU_MAP,
    "couriers": COURIERS,
    "freight": FREIGHT,
    "rules": RULES,
}

_GOODS = """
sku|name|variant|price|product_id
QH-MUG-WH|青禾陶瓷马克杯 350ml|米白|39.90|3601000000000000117
QH-MUG-BL|青禾陶瓷马克杯 350ml|雾蓝|39.90|3601000000000000117
QH-BOWL-2|青禾饭碗 4.5 英寸 2 只装|素白|45.00|3601000000000000225
QH-SET-BK|青禾碗筷组合 4 碗 10 筷|素白|89.00|3601000000000000333
QH-GIFT-T|青禾茶礼盒（提梁壶＋甘露 250g）|礼盒|188.00|3601000000000000441
QH-CUP-TH|青禾保温杯 500ml|墨绿|69.00|3601000000000000559
QH-TOWEL-3|青禾纯棉毛巾 3 条装|混色|39.90|3601000000000000667
QH-HOOK-10|青禾无痕挂钩 10 个装|透明|15.90|3601000000000000775
QH-BOX-L|青禾收纳箱 大号 58L|奶白|49.90|3601000000000000883
QH-BED-15|青禾水洗棉四件套|1.5m 灰蓝|199.00|3601000000000000991
QH-BED-18|青禾水洗棉四件套|1.8m 灰蓝|229.00|3601000000000000991
QH-QUILT|青禾羽绒被 200×230|白|399.00|3601000000000001106
QH-CHG-30|青禾 30W 充电头|白|79.00|3601000000000001214
QH-CABLE|青禾编织数据线 1 米|黑|29.90|3601000000000001322
QH-LAMP|青禾折叠台灯|白|119.00|3601000000000001439
QH-TEA-GL|蒙顶甘露 250g|罐装|128.00|3601000000000001547
QH-TEA-HC|茉莉花茶 100g|罐装|39.90|3601000000000001655
QH-NEW-77|青禾香薰蜡烛|雪松|59.00|3601000000000001763
"""
GOODS = {
    row["sku"]: Goods(row["sku"], row["name"], row["variant"], Decimal(row["price"]), row["product_id"])
    for row in rows_of(_GOODS)
}
