"""DCMTK: pictures, documents, meshes, presentation states, reports, directories and compressed images."""

from __future__ import annotations

import pathlib
import shutil

from . import sources, tools
from .tools import run

NAME = "dcmtk"
NEEDS = "Debian: dcmtk"
PATIENT = "+pn Test^Writer +pi W1 +pb 19700101 +ps O".split()
MESH = "+pn Test^Writer +pi W1 +t Mesh +mn Maker +mm Model +ds 1 +sv 1.0 +mu UCUM um micrometer".split()
DEVICE = "AcquisitionDeviceTypeCodeSequence[0]."
OPHTHALMIC = ["-oph", "-k", "ImageLaterality=R", "-k", f"{DEVICE}CodeValue=409898007"]
OPHTHALMIC += ["-k", f"{DEVICE}CodingSchemeDesignator=SCT", "-k", f"{DEVICE}CodeMeaning=Fundus Camera"]


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("img2dcm")
    ct = sources.save(sources.ct(), work / "ct")
    photo = sources.save([sources.photo()], work / "photo")[0]
    picture = sources.pictures(work)
    pdf, stl, cda = sources.pdf(work / "a.pdf"), sources.stl(work / "a.stl"), sources.cda(work / "a.xml")

    def directory(path: pathlib.Path) -> None:
        media = work / "media"
        media.mkdir(exist_ok=True)
        for number, image in enumerate(ct):
            run("dcmconv", image, media / f"I{number}")
        run("dcmmkdir", "+r", "+id", media, "+D", path, "--general-purpose")

    def report(kind: str, path: pathlib.Path) -> None:
        xml = work / f"{kind}.xml"
        xml.write_text(REPORTS[kind], encoding="utf-8")
        run("xml2dsr", xml, path)

    def again(path: pathlib.Path) -> None:
        report("comprehensive", work / "first.dcm")
        run("dsr2xml", work / "first.dcm", work / "first.xml")
        run("xml2dsr", work / "first.xml", path)

    def dump(path: pathlib.Path) -> None:
        text = work / "dump.txt"
        text.write_text(DUMP, encoding="ascii")
        run("dump2dcm", "+te", "-g", text, path)

    def edited(path: pathlib.Path) -> None:
        shutil.copy(ct[0], path)
        run("dcmodify", "-nb", "-gin", "-m", "PatientName=Other^Name", "-i", "SeriesDescription=Edited", path)

    return {
        "img2dcm_sc": lambda path: run("img2dcm", picture["color.jpg"], path),
        "img2dcm_sc_study": lambda path: run("img2dcm", "-stf", ct[0], picture["gray.jpg"], path),
        "img2dcm_sc_series": lambda path: run("img2dcm", "-sef", ct[0], "-ii", picture["gray.jpg"], path),
        "img2dcm_bmp": lambda path: run("img2dcm", "-i", "BMP", picture["color.bmp"], path),
        "img2dcm_new_sc": lambda path: run("img2dcm", "-nsc", picture["color.jpg"], path),
        "img2dcm_new_sc_frames": lambda path: run("img2dcm", "-nsc", picture["gray.jpg"], picture["gray.jpg"], path),
        "img2dcm_photo": lambda path: run("img2dcm", "-vlp", picture["color.jpg"], path),
        "img2dcm_ophthalmic": lambda path: run("img2dcm", *OPHTHALMIC, picture["color.jpg"], path),
        "pdf2dcm": lambda path: run("pdf2dcm", pdf, path),
        "pdf2dcm_study": lambda path: run("pdf2dcm", "+se", ct[0], "+t", "Title", pdf, path),
        "pdf2dcm_named": lambda path: run("pdf2dcm", *PATIENT, *"+cn LN 11528-7 Report".split(), pdf, path),
        "stl2dcm": lambda path: run("stl2dcm", stl, path),
        "stl2dcm_named": lambda path: run("stl2dcm", *MESH, stl, path),
        "cda2dcm": lambda path: run("cda2dcm", cda, path),
        "dcmpsmk": lambda path: run("dcmpsmk", ct[0], path),
        "dcmpsmk_many": lambda path: run("dcmpsmk", *ct, path),
        "dcmmkdir": directory,
        "xml2dsr_basic": lambda path: report("basic", path),
        "xml2dsr_comprehensive": lambda path: report("comprehensive", path),
        "xml2dsr_key_object": lambda path: report("key", path),
        "dsr2xml_and_back": again,
        "dump2dcm": dump,
        "dcmodify": edited,
        "dcmcjpeg": lambda path: run("dcmcjpeg", "+e1", ct[0], path),
        "dcmcjpeg_lossy": lambda path: run("dcmcjpeg", "+eb", photo, path),
        "dcmcjpls": lambda path: run("dcmcjpls", ct[0], path),
        "dcmcrle": lambda path: run("dcmcrle", ct[0], path),
        "dcmconv_deflated": lambda path: run("dcmconv", "+td", ct[0], path),
        "dcmconv_big": lambda path: run("dcmconv", "+tb", ct[0], path),
        "dcmconv_implicit": lambda path: run("dcmconv", "+ti", "-e", "+g", ct[0], path),
        "dcmscale": lambda path: run("dcmscale", "+Sxf", "2", ct[0], path),
        "dcmquant": lambda path: run("dcmquant", photo, path),
        "dcmmkcrv": lambda path: run("dcmmkcrv", ct[0], points(work / "points"), path),
        "dcmmklut": lambda path: run("dcmmklut", "+Tv", "-e", "256", path),
    }


def points(path: pathlib.Path) -> pathlib.Path:
    """Points of a curve."""
    path.write_text("1 2\n3 4\n5 6\n", encoding="ascii")
    return path


CODE = "<value>{}</value><scheme><designator>{}</designator></scheme><meaning>{}</meaning>"
HEAD = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<report type="{}" xmlns="http://dicom.offis.de/dsr">'
    '<sopclass uid="{}"/><charset>ISO_IR 192</charset><modality>{}</modality><manufacturer>Maker</manufacturer>'
    "<referringphysician><name><first>R</first><last>Physician</last></name></referringphysician>"
    "<patient><id>W1</id><name><last>Test</last></name><birthday><date>1970-01-01</date></birthday><sex>O</sex></patient>"
    f'<study uid="{sources.uid(1)}"><id>1</id><date>2024-01-02</date><time>10:11:12</time></study>'
    f'<series uid="{sources.uid(1, 99)}"><number>1</number></series>'
    f'<instance uid="{sources.uid(3, 9)}.{{}}"><number>1</number>'
    '<creation uid="{}"><date>2024-01-02</date><time>10:11:12</time></creation></instance>'
)


def _references() -> str:
    """The CT images as XML evidence."""
    values = "".join(
        f'<value><sopclass uid="{sources.CT}"/><instance uid="{sources.uid(3, 1, number)}"/></value>'
        for number in (1, 2)
    )
    series = f'<series uid="{sources.uid(1, sum(map(ord, "CT")))}">{values}</series>'
    return f'<evidence type="Current Requested Procedure"><study uid="{sources.uid(1)}">{series}</study></evidence>'


IMAGE = (
    f'<image><relationship>{{}}</relationship>{{}}<value><sopclass uid="{sources.CT}"/>'
    f'<instance uid="{sources.uid(3, 1, 1)}"/></value></image>'
)
REPORTS = {
    "basic": HEAD.format("Basic Text SR", "1.2.840.10008.5.1.4.1.1.88.11", "SR", 1, sources.uid(0))
    + '<document><completion flag="COMPLETE"/><verification flag="UNVERIFIED"/>'
    + '<content><container flag="SEPARATE"><concept>'
    + CODE.format("11528-7", "LN", "Radiology Report")
    + "</concept><text><relationship>CONTAINS</relationship><concept>"
    + CODE.format("121071", "DCM", "Finding")
    + "</concept><value>Text</value></text></container></content></document></report>",
    "comprehensive": HEAD.format("Comprehensive SR", "1.2.840.10008.5.1.4.1.1.88.33", "SR", 2, sources.uid(0))
    + '<document><completion flag="COMPLETE"/><verification flag="UNVERIFIED"/>'
    + _references()
    + '<content><container flag="SEPARATE"><concept>'
    + CODE.format("11528-7", "LN", "Radiology Report")
    + "</concept><num><relationship>CONTAINS</relationship><concept>"
    + CODE.format("410668003", "SCT", "Length")
    + "</concept><value>12.5</value><unit>"
    + CODE.format("mm", "UCUM", "millimeter")
    + '</unit><scoord type="POLYLINE"><relationship>INFERRED FROM</relationship><concept>'
    + CODE.format("121055", "DCM", "Path")
    + "</concept><data>1/2,3/4</data>"
    + IMAGE.format("SELECTED FROM", "<concept>" + CODE.format("121112", "DCM", "Source of Measurement") + "</concept>")
    + "</scoord></num></container></content></document></report>",
    "key": HEAD.format("Key Object Selection Document", "1.2.840.10008.5.1.4.1.1.88.59", "KO", 3, sources.uid(0))
    + "<document>"
    + _references()
    + '<content><container flag="SEPARATE"><concept>'
    + CODE.format("113000", "DCM", "Of Interest")
    + "</concept>"
    + IMAGE.format("CONTAINS", "")
    + "</container></content></document></report>",
}
DUMP = "\n".join(
    [
        f"(0008,0016) UI [{sources.CT}]",
        f"(0008,0018) UI [{sources.uid(3, 8)}]",
        "(0008,0020) DA [20240102]",
        "(0008,0030) TM [101112]",
        "(0008,0050) SH []",
        "(0008,0060) CS [CT]",
        "(0010,0010) PN [Test^Writer]",
        f"(0020,000d) UI [{sources.uid(1)}]",
        f"(0020,000e) UI [{sources.uid(1, 98)}]",
        "",
    ]
)
