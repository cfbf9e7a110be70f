"""The catalogue of the three-shops story: three suppliers for all shops, one SKU with little stock, and the settings."""

from __future__ import annotations

from decimal import Decimal

from tests.stories.douyin_sales import Goods
from tests.stories.workbooks import rows_of

DOUYIN, WECHAT, TAOBAO, PDD = "山野抖音店", "山野视频号小店", "山野淘宝店", "山野拼多多店"

SETTINGS = f"""# 三个平台、四个店铺，同一批供应商。
[shop]
name = "山野杂货"
lang = "zh"

[money]
margin_floor = 0.08
fees = {{ douyin = 0.05, wechat = 0.02, taobao = 0.03, pdd = 0.02 }}

[[shops]]
name = "{DOUYIN}"
platform = "douyin"

[[shops]]
name = "{WECHAT}"
platform = "wechat"

[[shops]]
name = "{TAOBAO}"
platform = "taobao"

[[shops]]
name = "{PDD}"
platform = "pdd"
"""

TABS = {
    "suppliers": """
code|name|template|courier_template|courier|priority|terms|sender_name|sender_phone|sender_province|sender_city|sender_district|sender_address|contact|active
AH01|安徽竹木厂|offline_cn||韵达||现结|山野杂货|13900008001|安徽省|六安市|舒城县|城关镇龙津大道30号|微信 zhumu-ah|是
ZJ02|浙南日杂|dropship_19||圆通||30|山野杂货|13900008002|浙江省|温州市|龙湾区|永中街道罗东大街51号|微信 rizha-zn|是
FJ03|福建茶具|offline_cn|zto_11|中通||现结|山野杂货|13900008003|福建省|泉州市|德化县|浔中镇瓷都大道12号|微信 chaju-fj|是
""",
    "offers": """
supplier|supplier_sku|product|cost|stock|no_ship|as_of
AH01|ZW-26|竹碗垫 26cm|7.80|5||2026-11-19
AH01|ZK-10|竹筷 10 双|6.50|||2026-11-19
ZJ02|ZK-10|竹筷 10 双|6.20|400|西藏|2026-11-18
ZJ02|SJ-08|收纳筐 中号|12.40|60|西藏|2026-11-18
ZJ02|MB-3|抹布 3 条|3.90|300|西藏|2026-11-18
FJ03|GW-150|盖碗 150ml|18.00|45||2026-11-20
FJ03|PM-6|品茗杯 6 只|21.50|30||2026-11-20
""",
    "sku_map": f"""
shop|sku|option|supplier|supplier_sku|factor
|SY-ZW||AH01|ZW-26|1
|SY-ZK|||ZK-10|1
|SY-SJ||ZJ02|SJ-08|1
|SY-MB||ZJ02|MB-3|1
{TAOBAO}|SY-MB||ZJ02|MB-3|2
|SY-GW||FJ03|GW-150|1
|SY-TEA||FJ03|GW-150|1
|SY-TEA||FJ03|PM-6|1
""",
    "couriers": """
courier|alias|platform|upload_name
韵达|韵达快递||韵达快递
圆通|圆通速递||圆通速递
中通|中通快递|拼多多|中通快递
""",
    "freight": """
supplier|area|first|additional
AH01||4.00|1.00
ZJ02||3.50|0.80
FJ03|福建|4.00|1.00
FJ03||6.50|1.50
""",
    "rules": """
priority|shop|platform|when|supplier|hold|note
10||淘宝|包含(卖家备注, "自提")||自提单，不用发|
""",
}

_GOODS = """
sku|name|variant|price|product_id
SY-ZW|山野竹碗垫|26cm|26.80|3602000000000000118
SY-ZK|山野竹筷|10 双装|22.90|3602000000000000226
SY-SJ|山野收纳筐|中号|39.90|3602000000000000334
SY-MB|山野抹布|3 条|16.90|3602000000000000442
SY-GW|山野盖碗|150ml 甜白|58.00|3602000000000000551
SY-TEA|山野一壶茶组合|盖碗＋6 杯|118.00|3602000000000000669
"""
GOODS = {
    row["sku"]: Goods(row["sku"], row["name"], row["variant"], Decimal(row["price"]), row["product_id"])
    for row in rows_of(_GOODS)
}
