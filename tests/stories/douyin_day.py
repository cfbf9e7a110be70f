"""douyin-day: one 抖店 export and a few rows typed by the team, over five suppliers; most traps of the trade once."""

from __future__ import annotations

from datetime import datetime

from tests.stories.douyin_catalogue import GOODS, TABS
from tests.stories.douyin_sales import NUMBERS, Sale, long_id, sale_cells, with_money
from tests.stories.douyin_workbook import SHOP, TYPED, typed_book
from tests.stories.exports import douyin_csv
from tests.stories.layouts import headings
from tests.stories.story import Story, Trap
from tests.stories.workbooks import catalogue_book

NAME = "douyin-day"
AT = "2026-11-21T10:00:00+08:00"
EXPORT = "inbox/抖店订单_20261121.csv"
_STEP_HOURS = 0.8
_FIRST_ROW = 2

SETTINGS = f"""# 青禾家居的设置。不写的都用默认值。
[shop]
name = "青禾家居"
lang = "zh"
timezone = "Asia/Shanghai"

[money]
margin_floor = 0.1        # 预计利润低于实收的 10 %：先挂起
fees = {{ douyin = 0.05 }}  # 抖店扣点

[sender]                  # 快递单上的寄件人；供应商自己填了的用供应商的
name = "青禾家居"
phone = "13900007000"
province = "浙江省"
city = "杭州市"
district = "余杭区"
address = "良渚街道莫干山路1188号"
account_number = "5710000001"

[[shops]]
name = "{SHOP}"
platform = "douyin"
"""

ABOUT = """
一家抖店的一天：早上把平台导出的表（75 列，UTF-8，单元格前带 TAB）放进 `inbox/`，团队自己的 `orders.xlsx` 里还有几行手工登记的单。
五家供应商，每家收到自己格式的表：杭州云仓、成都茶里用 6 列线下代发表，义乌优品用 19 列一件代发表，广州暖阳用 12 列导入表；
深圳极光的货由我们叫顺丰，所以另外生成一份顺丰 57 列表。下面这些行各有一处不对劲，其余的照常下单。
“挂起”的行不下单、不影响别的行；能放行的，在订单表“放行”列写“放行”再运行一次。
"""

_SALES: tuple[Sale, ...] = (
    Sale(sku="QH-MUG-WH"),
    Sale(sku="QH-MUG-BL", quantity=2),
    Sale(
        sku="QH-MUG-WH",
        cells={"收件人": "张*", "收件人手机号": "138****1234", "详细地址": "汉口西路***"},
        trap="姓名、电话、地址打了星号",
        answer="挂起 ORD-16；写“放行”也不发，要到平台解密后重新导出",
    ),
    Sale(sku="QH-TOWEL-3", trap="一份 3 条（每件数量 3）", answer="下给义乌优品 3 条：优先级在前，总价也低"),
    Sale(
        sku="QH-TOWEL-3",
        cells={
            "省": "广东省",
            "市": "广州市",
            "区": "天河区",
            "街道": "石牌街道",
            "详细地址": "天河路299号6幢0801室",
        },
        trap="广东的毛巾，规则 10 指定供应商",
        answer="下给广州暖阳，虽然义乌优品的优先级在前",
    ),
    Sale(sku="QH-BED-15", cells={"售后状态": "待商家处理"}, trap="买家申请了退款", answer="挂起 ORD-03"),
    Sale(sku="QH-BED-15"),
    Sale(
        sku="QH-CHG-30",
        cells={
            "收件人": "##Kq83nVx0aTz1#uD5cR7pLw2==#1#",
            "收件人手机号": "$$Zx6bQ2mN9fY4$hJ3kS8vE1==$1$",
            "详细地址": "##Pw5tG7yB2cX9#oL1nM6dQ4zR8sV3kH0==#1#",
        },
        trap="收件人是密文（没有解密额度）",
        answer="挂起 ORD-17；不会进供应商表，也不会进顺丰表",
    ),
    Sale(sku="QH-CHG-30"),
    Sale(
        sku="QH-MUG-WH",
        cells={"买家留言": "=cmd|' /C calc'!A0"},
        trap="留言以“=”开头，像公式",
        answer="照常下单；在每个文件里都只是文字",
    ),
    Sale(sku="QH-BOX-L"),
    Sale(
        sku="QH-BOX-L",
        cells={"买家留言": "麻烦改地址，送到公司：解放路 3 号", "旗帜颜色": "红"},
        trap="留言要求改地址",
        answer="挂起 ORD-28，等人改好地址后放行",
    ),
    Sale(sku="QH-BOWL-2", trap="2 只装（每件数量 2）", answer="下给杭州云仓 2 只"),
    Sale(
        sku="QH-BOWL-2",
        cells={"街道": "", "详细地址": ""},
        trap="没有街道和详细地址",
        answer="挂起 ORD-14，在订单表里补上地址就走",
    ),
    Sale(sku="QH-TEA-GL"),
    Sale(sku="QH-NEW-77", trap="新品，编码不在商品映射里", answer="挂起 ORD-23，补一行映射就走"),
    Sale(sku="QH-SET-BK", trap="组合装：4 只碗＋1 份筷子", answer="一行订单，杭州云仓的表里两行"),
    Sale(
        sku="QH-GIFT-T",
        trap="组合装，两家各出一件：茶壶＋茶叶",
        answer="杭州云仓和成都茶里各一行；两个包裹都有单号才算发齐",
    ),
    Sale(
        sku="QH-MUG-BL",
        cells={"收件人手机号": "18412345678-1234"},
        trap="虚拟号带分机",
        answer="照常下单，分机一起给供应商",
    ),
    Sale(
        sku="QH-CABLE",
        cells={
            "收件人": "秦如意[4821]",
            "收件人手机号": "18400004821-4821",
            "详细地址": "玉林南路61号2幢0301室[4821]",
        },
        trap="隐私号：姓名和地址里带 [4821]",
        answer="照常下单，原样给供应商",
    ),
    Sale(
        sku="QH-HOOK-10",
        quantity=2,
        order="pair",
        who=60,
        trap="一个订单两行（主订单号相同）",
        answer="两行同一张采购单；整单发齐才回传",
    ),
    Sale(sku="QH-BOX-L", order="pair", line="b", who=60),
    Sale(
        sku="QH-BED-18",
        who=61,
        trap="与下一行是同一个人、同一地址的两个订单",
        answer="提示 ORD-27 可以合单，照常下单",
    ),
    Sale(sku="QH-CABLE", quantity=2, who=61),
    Sale(
        sku="QH-MUG-WH",
        quantity=2,
        who=62,
        trap="与下一行同人、同商品、同数量，40 分钟内下了两单",
        answer="后下的这一单挂起 ORD-26，确认要两份就放行",
    ),
    Sale(sku="QH-MUG-WH", quantity=2, who=62),
    Sale(
        sku="QH-LAMP",
        cells={"订单状态": "已关闭", "取消原因": "不想要了/临时有事"},
        trap="已关闭",
        answer="ORD-05，不下单，也不占库存",
    ),
    Sale(
        sku="QH-TEA-GL",
        cells={"订单状态": "待支付", "支付完成时间": "", "承诺发货时间": ""},
        trap="还没付款",
        answer="ORD-02，付款后重新导出就走",
    ),
    Sale(
        sku="QH-BOX-L",
        cells={
            "订单状态": "已发货",
            "发货时间": "2026-11-20 16:20:11",
            "快递信息": "YT8800000012345-圆通速递,3601000000000000883-1",
        },
        trap="已在平台发货，快递信息挤在一格",
        answer="ORD-06，不再下单",
    ),
    Sale(sku="QH-BED-18", cells={"售后状态": "退款成功"}, trap="已退款", answer="ORD-04，不下单"),
    Sale(
        sku="QH-CABLE",
        cells={
            "订单状态": "已完成",
            "订单完成时间": "2026-11-21 08:00:00",
            "发货时间": "2026-11-19 18:00:00",
        },
        trap="已完成",
        answer="ORD-06，不下单",
    ),
    Sale(
        sku="QH-BOX-L",
        cells={
            "省": "新疆维吾尔自治区",
            "市": "乌鲁木齐市",
            "区": "天山区",
            "街道": "解放南路街道",
            "详细地址": "解放南路88号5幢0402室",
        },
        trap="寄新疆，唯一的供应商不发",
        answer="挂起 ORD-42",
    ),
    Sale(
        sku="QH-MUG-WH",
        cells={
            "收件人": "阿依努尔·买买提",
            "省": "新疆维吾尔自治区",
            "市": "喀什地区",
            "区": "喀什市",
            "街道": "恰萨街道",
            "详细地址": "人民东路15号3幢0201室",
        },
        trap="寄新疆，便宜的那家不发；名字带间隔号",
        answer="改由杭州云仓发；运费 16 元，利润仍够",
    ),
    Sale(sku="QH-QUILT", quantity=4, trap="要 4 床，库存 3", answer="挂起 ORD-44；不拆单，不超卖"),
    Sale(sku="QH-LAMP", trap="台灯库存 2，这是第三个要的", answer="挂起 ORD-44：截止时间早的两单先得"),
    Sale(sku="QH-LAMP"),
    Sale(sku="QH-LAMP"),
    Sale(
        sku="QH-CUP-TH",
        cells={"订单应付金额": "44.90", "优惠总金额": "24.10", "商家优惠": "24.10"},
        trap="秒杀价 44.90，成本 42",
        answer="挂起 ORD-46：会亏本，放行才下单",
    ),
    Sale(
        sku="QH-HOOK-10",
        order="fold",
        quantity=2,
        cells={
            "子订单编号": ";".join(long_id(f"{NAME}fold{n}") for n in "ab"),
            "选购商品": "青禾无痕挂钩 10 个装;青禾编织数据线 1 米",
            "商品ID": "3601000000000000775;3601000000000001322",
            "商家编码": "QH-HOOK-10;QH-CABLE",
            "商品金额": "15.90;29.90",
            "订单应付金额": "45.80",
        },
        trap="两个子订单挤在一行，共 2 件",
        answer="拆成两行，各 1 件，分给两家供应商",
    ),
    Sale(
        sku="QH-HOOK-10",
        order="fold2",
        quantity=5,
        cells={
            "子订单编号": ";".join(long_id(f"{NAME}fold2{n}") for n in "ab"),
            "选购商品": "青禾无痕挂钩 10 个装;青禾编织数据线 1 米",
            "商品ID": "3601000000000000775;3601000000000001322",
            "商家编码": "QH-HOOK-10;QH-CABLE",
            "商品金额": "15.90;29.90",
            "订单应付金额": "121.50",
        },
        trap="两个子订单挤在一行，共 5 件：各几件？",
        answer="FILE-21，这一行不进订单表，不猜",
    ),
    Sale(sku="QH-BED-18", quantity=6, trap="金额带千分位 1,374.00", answer="照常下单"),
    Sale(
        sku="QH-MUG-BL",
        cells={"买家留言": "送妈妈的生日礼物🎂\n请包好一点，谢谢～"},
        trap="留言带表情和换行",
        answer="照常下单；提示 ORD-29（礼物），留言原样给供应商",
    ),
    Sale(sku="QH-TEA-GL", cells={"收件人": "陳淑儀"}, trap="繁体姓名", answer="照常下单，一个字不改"),
    Sale(
        sku="QH-MUG-WH",
        cells={
            "省": "上海市",
            "市": "上海市",
            "区": "浦东新区",
            "街道": "潍坊新村街道",
            "详细地址": "世纪大道1777号9幢1203室",
        },
        trap="直辖市，省和市都是上海市",
        answer="照常下单；拼成一格的地址里“上海市”只写一次，运费按上海",
    ),
    Sale(sku="QH-CHG-30", cells={"收件人手机号": "0571-88006688"}, trap="座机", answer="照常下单"),
    Sale(
        sku="QH-CHG-30", cells={"收件人手机号": "138000012345"}, trap="手机号多了一位", answer="挂起 ORD-18"
    ),
    Sale(
        sku="QH-MUG-WH",
        cells={"买家留言": "加急，周一要用"},
        trap="留言要求加急，规则 30",
        answer="照常下单，快递改为顺丰；提示 ORD-29",
    ),
    Sale(sku="QH-HOOK-10", quantity=12, trap="一单 12 件，规则 20", answer="挂起 ORD-47：先和供应商核库存"),
    Sale(sku="QH-TEA-HC", trap="供应商 2 罐起订，只买 1 罐", answer="挂起 ORD-43"),
    Sale(sku="QH-BED-15", order="twice", who=63, trap="与下一行一字不差", answer="只算一次，提示 ROW-03"),
    Sale(sku="QH-BED-15", order="twice", who=63),
    Sale(
        sku="QH-TEA-GL",
        order="clash",
        who=64,
        trap="与下一行同一个子订单号，数量却不同",
        answer="挂起 ROW-02，重新导出",
    ),
    Sale(sku="QH-TEA-GL", quantity=2, order="clash", who=64),
    Sale(
        sku="QH-BOWL-2",
        order="typed",
        who=65,
        trap="团队昨天已手工登记过（orders.xlsx 第 5 行）",
        answer="认作同一行，不会多买一份",
    ),
    Sale(
        sku="QH-TOWEL-3",
        quantity=2,
        hours=78,
        trap="承诺发货时间已过 30 小时",
        answer="提示 ORD-24，马上下单",
    ),
    Sale(sku="QH-CHG-30", hours=170, trap="承诺发货时间已过 5 天", answer="挂起 ORD-25：先问买家还要不要"),
)


def story() -> Story:
    """The whole story."""
    return Story(
        name=NAME,
        title_zh="抖店的一天",
        title_en="A day of a Douyin shop",
        lang="zh",
        at=AT,
        replies_at="2026-11-21T18:30:00+08:00",
        about=ABOUT,
        files={
            "sheetship.toml": SETTINGS.encode(),
            "catalogue.xlsx": catalogue_book("zh", TABS),
            "orders.xlsx": typed_book(NAME, datetime.fromisoformat(AT)),
            EXPORT: _export(),
        },
        traps=(*_traps(), *(Trap("orders.xlsx", str(at), *said) for at, said in TYPED)),
    )


def _export() -> bytes:
    layout = headings("douyin_75")
    now = datetime.fromisoformat(AT)
    rows = []
    for at, sale in enumerate(_SALES):
        cells = sale_cells(NAME, _placed(at, sale), GOODS[sale.sku], now, "商品金额")
        cells["选购商品"] = sale.cells.get("选购商品", f"{GOODS[sale.sku].name} {GOODS[sale.sku].variant}")
        rows.append(with_money(cells, layout))
    return douyin_csv(layout, rows, numbers=NUMBERS, encoding="utf-8-sig")


def _placed(at: int, sale: Sale) -> Sale:
    """The sale with the order, person and hour that its place gives where it names none; rows of one order share all."""
    first = (
        next(n for n, other in enumerate(_SALES) if sale.order and other.order == sale.order)
        if sale.order
        else at
    )
    return Sale(
        sku=sale.sku,
        quantity=sale.quantity,
        hours=sale.hours or 0.5 + first * _STEP_HOURS,
        who=sale.who or at,
        order=sale.order or f"row {at}",
        line=sale.line,
        cells=sale.cells,
    )


def _traps() -> list[Trap]:
    return [
        Trap(EXPORT, str(at), sale.trap, sale.answer)
        for at, sale in enumerate(_SALES, start=_FIRST_ROW)
        if sale.trap
    ]
