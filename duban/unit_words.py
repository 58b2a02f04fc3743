"""How names of units are shortened in documents: 省科协 is 广东省科学技术协会, 市发改委 is 海州市发展和改革委员会."""

import re

# fmt: off
SHORT_FORMS = (
    # short       in full                          (no two rows may have one short form)
    ("科协",       "科学技术协会"),
    ("发改委",     "发展和改革委员会"),
    ("发展改革委", "发展和改革委员会"),
    ("发改局",     "发展和改革局"),
    ("工信厅",     "工业和信息化厅"),
    ("工信局",     "工业和信息化局"),
    ("人社厅",     "人力资源和社会保障厅"),
    ("人社局",     "人力资源和社会保障局"),
    ("人力资源社会保障厅", "人力资源和社会保障厅"),
    ("人力资源社会保障局", "人力资源和社会保障局"),
    ("卫健委",     "卫生健康委员会"),
    ("卫生健康委", "卫生健康委员会"),
    ("卫健局",     "卫生健康局"),
    ("住建厅",     "住房和城乡建设厅"),
    ("住建局",     "住房和城乡建设局"),
    ("住房城乡建设厅", "住房和城乡建设厅"),
    ("住房城乡建设局", "住房和城乡建设局"),
    ("市监局",     "市场监督管理局"),
    ("市场监管局", "市场监督管理局"),
    ("文旅厅",     "文化和旅游厅"),
    ("文旅局",     "文化和旅游局"),
    ("文广旅局",   "文化广电和旅游局"),
    ("国资委",     "国有资产监督管理委员会"),
    ("科技厅",     "科学技术厅"),
    ("科技局",     "科学技术局"),
    ("城管局",     "城市管理局"),
    ("应急局",     "应急管理局"),
    ("应急厅",     "应急管理厅"),
    ("妇联",       "妇女联合会"),
    ("残联",       "残疾人联合会"),
    ("文联",       "文学艺术界联合会"),
    ("工商联",     "工商业联合会"),
    ("社科联",     "社会科学界联合会"),
    ("团委",       "共产主义青年团委员会"),
    ("编办",       "机构编制委员会办公室"),
)
# fmt: on
FULL = dict(SHORT_FORMS)
SHORT = re.compile("(?:" + "|".join(sorted(map(re.escape, FULL), key=len, reverse=True)) + ")$")
PLACE = re.compile(r"^[\u4e00-\u9fff]{2,6}?(?=(?:省|市|县|区|州|自治区)(?![\u4e00-\u9fff]{0,2}$))")


def in_full(name: str) -> str:
    """Write out a shortened ending: 省科协 is 省科学技术协会."""
    return SHORT.sub(lambda match: FULL[match[0]], name.strip())


def called(name: str) -> set[str]:
    """Return what documents may call a unit of this name, in full: with its place, and by its level alone."""
    full = in_full(name)
    return {full, PLACE.sub("", full)}
