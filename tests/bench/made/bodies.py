"""Invented bodies: a place, a body of any kind, its units, its own words for itself, what it spends on."""

from dataclasses import dataclass

from .draw import Draw


@dataclass(frozen=True)
class Theme:
    """A kind of body: how its name ends, its 款, whether it is 行政 or 事业, its words for itself, units, projects."""

    ending: str
    groups: tuple[str, ...]
    nature: str
    own: tuple[str, ...]
    units: tuple[str, ...]
    projects: tuple[str, ...]


def _themes() -> tuple[Theme, ...]:
    rows = (line.split("|") for line in THEMES.strip().splitlines())
    return tuple(
        Theme(a, *[tuple(x.split()) for x in (b,)], c, *[tuple(x.split()) for x in (d, e, f)])  # type: ignore
        for a, b, c, d, e, f in rows
    )


THEMES = """
统计局|20105|行政|本局 我局|普查中心 社会经济调查队 统计信息服务中心|专项普查经费 统计调查补助 统计信息系统运维
财政局|20106|行政|本局 我局|国库支付中心 财政投资评审中心 财政票据服务中心|预算绩效评价经费 财政信息化建设
审计局|20108|行政|本局|审计信息中心 投资审计服务中心|审计外勤经费 购买社会审计服务 审计信息系统运维
发展和改革局|20104|行政|本局 我局|价格认证中心 重点项目服务中心|规划编制经费 价格监测经费
市场监督管理局|20138|行政|本局|食品检验所 计量测试院 消费者投诉举报中心|食品安全抽检 特种设备检验 执法办案补助
人民检察院|20404|行政|本院 我院|检察技术信息中心|检察办案经费 检察信息化建设 司法救助
中级人民法院|20405|行政|本院 我院 法院||案件审判经费 法庭维修 诉讼服务外包
司法局|20406|行政|本局|法律援助中心 公证处 仲裁委员会秘书处|法律援助办案补贴 社区矫正经费 人民调解补助
教育局|20502 20501|行政|本局 我局|第一中学 实验小学 机关幼儿园 教师进修学校 青少年宫|校舍维修 学生资助补助 教师培训
第一中学|20502|事业|本校 我校 学校||校园维修改造 教学设备购置 学生资助
理工大学|20502|事业|本校 我校 学校|附属医院 附属中学 出版社|教学实验平台建设 科研基地建设 学生奖助
职业技术学院|20503|事业|本校 学院|实训基地|产教融合实训 学生资助
科学技术局|20601 20604|行政|本局|生产力促进中心 科技情报研究所|科技成果转化补助 高新技术企业奖补
文化广电旅游局|20701|行政|本局|图书馆 博物馆 文化馆 美术馆 京剧团|文物保护 公共文化设施免费开放 旅游宣传推广
图书馆|20701|事业|本馆 我馆|少儿图书馆|图书购置 古籍保护 数字资源建设
民政局|20802|行政|本局|社会福利院 殡仪馆 救助管理站 儿童福利院|养老服务补贴 流浪乞讨人员救助
人力资源和社会保障局|20801|行政|本局|就业服务中心 人事考试中心 社会保险事业中心|公共就业服务 考试考务经费
退役军人事务局|20828|行政|本局|军队离退休干部休养所 烈士陵园管理所 退役军人服务中心|双拥慰问 退役军人培训
卫生健康委员会|21001 21004|行政|本委 我委|人民医院 疾病预防控制中心 妇幼保健院 中心血站|基本公共卫生服务 重大传染病防控
中医医院|21002|事业|本院 我院 医院||重点专科建设 医疗设备购置
生态环境局|21101 21103|行政|本局|环境监测站 环境科学研究院|大气污染防治 水环境监测 生态环境执法
住房和城乡建设局|21201|行政|本局|住房保障中心 建设工程质量监督站 城建档案馆|老旧小区改造 工程质量检测
农业农村局|21301|行政|本局 我局|农业技术推广站 动物疫病预防控制中心 良种场|耕地质量提升 动物疫病防控
水务局|21303|行政|本局|水库管理处 防汛服务中心 灌区管理所|河道治理 水利工程维修养护
交通运输局|21401|行政|本局|公路事业发展中心 交通执法支队|农村公路养护 公共交通补助
工业和信息化局|21505|行政|本局|中小企业服务中心|产业发展引导 无线电监测
气象台|22005|事业|本台|气象服务中心|气象雷达维护 人工影响天气作业
应急管理局|22401|行政|本局|应急救援支队 安全生产执法监察队|应急物资储备 安全生产监管
人民政府青松街道办事处|20103 21201|行政|本街道 街道|社区事务服务中心 市民活动中心|社区治理经费 市容环境整治
柳泉镇人民政府|20103 21301|行政|本镇 我镇|农业服务中心 文化服务中心|村级组织运转 人居环境整治
经济技术开发区管理委员会|20104|行政|本区|投资服务中心|招商引资经费 园区基础设施维护
妇女联合会|20129|行政|本会|妇女儿童活动中心|妇女儿童维权 家庭教育指导
残疾人联合会|20811|行政|本会|残疾人康复中心 残疾人就业服务所|残疾人康复补助 辅助器具适配
机关事务管理中心|20103|事业|本中心 我中心||办公楼物业管理 公务用车平台运行
公安局特警支队|20402|行政|本支队||警用装备购置 辅警经费
清河监狱|20407|行政|本单位||监管设施维修 罪犯医疗
国有林场|21302|事业|本场||森林资源培育 森林防火
政务服务管理局|20103|行政|本局|公共资源交易中心 便民服务中心|热线运行经费 政务系统运维
"""
NATURES = ("事业", "事业", "参公")
PLACES = (
    "青川",
    "云岭",
    "临泽",
    "安源",
    "永溪",
    "和丰",
    "兴阳",
    "平湖口",
    "嘉远",
    "宁河湾",
    "石桥",
    "白沙洲",
    "金岭",
    "南溪口",
    "北塬",
)


@dataclass(frozen=True)
class Unit:
    """A body that spends: its name, code, nature (行政, 参公 or 事业)."""

    name: str
    code: str
    nature: str


@dataclass(frozen=True)
class Body:
    """Whose filing it is: name, word for itself (本部门, 本院 …), 部门 or 单位, its units (the first is itself)."""

    name: str
    own: str
    level: str
    year: int
    theme: Theme
    units: tuple[Unit, ...]
    place: str


def invent(draw: Draw) -> Body:
    """A body with up to six units below it."""
    random = draw.stream("body")
    themes = {theme.ending: theme for theme in _themes()}
    theme = themes[draw.pick("body", *themes)]
    place = random.choice(PLACES) + random.choice(("市", "县", "区"))
    bare = theme.ending.endswith(("大学", "学院", "监狱", "林场"))
    name = (place.rstrip("市县区") if bare else place) + theme.ending
    below = [place + unit for unit in random.sample(theme.units, random.randint(0, len(theme.units)))][:6]
    many = draw.pick("units", "none", "some") == "some" and bool(below)
    level = "部门" if many else draw.pick("level", ("部门", 1.5), "单位")
    number = random.randint(101, 799)
    first = Unit(name + draw.pick("first_unit", "本级", "（本级）", "") if many else name, f"{number}001", theme.nature)
    rest = [Unit(unit, f"{number}{n:03d}", random.choice(NATURES)) for n, unit in enumerate(below, 2)] if many else []
    generic = ("本部门", "我部门") if level == "部门" else ("本单位", "我单位")
    own = draw.pick("own", ("generic", 2.0), "theme", "name")
    words = {"generic": generic, "theme": theme.own, "name": (name,)}[own]
    return Body(name, random.choice(words), level, random.randint(2022, 2026), theme, (first, *rest), place)
