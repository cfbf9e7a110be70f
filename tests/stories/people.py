"""Made-up people in mainland China. Streets exist in many towns; numbers, phones and names are invented."""

from __future__ import annotations

from dataclasses import dataclass

_WRITTEN_NAMES = """
林晓禾 陈一帆 周沐 吴思远 郑可欣 王若水 赵星辰 孙小满 李望舒 钱多米 冯知秋 褚天朗 卫子衿 蒋南星 沈忍冬 韩书瑶 杨半夏
朱青岚 秦如意 许清欢 何以安 吕晨曦 施暖阳 张大山 孔乐天 曹木兰 严冬青 华灼灼 金麦穗 魏子禾 陶然 姜小白 戚晚风 谢春分
邹谷雨 喻白露 柏霜降 水清浅 窦小豆 章丸子 云舒舒 苏小打 潘石榴 葛青藤 奚晚晴 范米粒 彭小湖 郎月明 鲁川川 马兰花 苗青青 方糖
梅小雪 盛夏夏 田禾苗 樊星 霍小楠 柳依依 常乐乐 于小鱼 傅余温 皮小卡 齐小麦 伍豆芽 余音音 顾小满 孟夏至 黄小橙 穆清风 萧小雨
"""

_PLACES = """
浙江省|杭州市|西湖区|翠苑街道|文三路
江苏省|南京市|鼓楼区|宁海路街道|汉口西路
北京市|北京市|朝阳区|望京街道|阜通东大街
四川省|成都市|武侯区|玉林街道|玉林南路
湖北省|武汉市|洪山区|珞南街道|珞喻路
陕西省|西安市|雁塔区|小寨路街道|长安中路
山东省|青岛市|市南区|香港中路街道|闽江路
福建省|厦门市|思明区|莲前街道|前埔南路
湖南省|长沙市|岳麓区|望月湖街道|枫林一路
河南省|郑州市|金水区|文化路街道|东风路
安徽省|合肥市|蜀山区|三里庵街道|黄山路
江西省|南昌市|东湖区|豫章街道|阳明路
辽宁省|沈阳市|和平区|南湖街道|文化路
黑龙江省|哈尔滨市|南岗区|奋斗路街道|果戈里大街
重庆市|重庆市|渝北区|龙溪街道|红锦大道
天津市|天津市|南开区|学府街道|鞍山西道
云南省|昆明市|五华区|华山街道|翠湖北路
广西壮族自治区|南宁市|青秀区|新竹街道|民族大道
河北省|石家庄市|长安区|建北街道|建设北大街
山西省|太原市|小店区|坞城街道|坞城路
贵州省|贵阳市|云岩区|黔灵镇|盐务街
吉林省|长春市|朝阳区|桂林街道|同志街
甘肃省|兰州市|城关区|皋兰路街道|庆阳路
海南省|海口市|美兰区|海府街道|海府路
内蒙古自治区|呼和浩特市|赛罕区|大学西路街道|乌兰察布东街
宁夏回族自治区|银川市|兴庆区|新华街街道|解放东街
浙江省|宁波市|鄞州区|百丈街道|百丈东路
江苏省|苏州市|姑苏区|双塔街道|十梓街
"""
_NAMES = _WRITTEN_NAMES.split()
_ALL_PLACES = [line.split("|") for line in _PLACES.strip().splitlines()]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """Who gets a parcel."""

    name: str
    phone: str
    province: str
    city: str
    district: str
    town: str
    detail: str

    @property
    def address(self) -> str:
        """The whole address in one cell, areas parted by spaces."""
        return f"{self.province} {self.city} {self.district} {self.town} {self.detail}"


def person(number: int) -> Person:
    """The same person for the same number."""
    province, city, district, town, road = _ALL_PLACES[number % len(_ALL_PLACES)]
    house, flat = number * 37 % 180 + 1, number * 13 % 28 + 1
    return Person(
        name=_NAMES[number % len(_NAMES)],
        phone=f"13{8 + number % 2}0000{1000 + number * 173 % 9000}",
        province=province,
        city=city,
        district=district,
        town=town,
        detail=f"{road}{house}号{number % 9 + 1}幢{flat:02}01室",
    )
