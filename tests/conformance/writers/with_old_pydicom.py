"""pydicom-seg, ecg2dcm and dicom4ortho: they need pydicom 2 and so a Python of their own, which `VALIDICOM_PYDICOM2` names."""

from __future__ import annotations

import os
import pathlib

from . import sources, tools

NAME = "old_pydicom"
NEEDS = (
    "pip, in another environment: pydicom<3, pydicom-seg, ecg2dcm, dicom4ortho (VALIDICOM_PYDICOM2 names its Python)"
)
SEG = """
import pathlib, sys
import numpy as np, pydicom, pydicom_seg, SimpleITK as sitk
out, folder = sys.argv[1:]
code = lambda value, meaning: {"CodeValue": value, "CodingSchemeDesignator": "SCT", "CodeMeaning": meaning}
template = pydicom_seg.template.from_dcmqi_metainfo({
    "ContentCreatorName": "Creator^C", "SeriesDescription": "Made", "SeriesNumber": "300", "InstanceNumber": "1",
    "ContentLabel": "LABEL", "ContentDescription": "Text", "BodyPartExamined": "CHEST",
    "segmentAttributes": [[{
        "labelID": 1, "SegmentLabel": "One", "SegmentDescription": "Text", "SegmentAlgorithmType": "AUTOMATIC",
        "SegmentAlgorithmName": "Finder", "recommendedDisplayRGBValue": [177, 122, 101],
        "SegmentedPropertyCategoryCodeSequence": code("49755003", "Morphologically Altered Structure"),
        "SegmentedPropertyTypeCodeSequence": code("108369006", "Neoplasm"),
    }]],
})
files = sorted(pathlib.Path(folder).glob("*.dcm"))
volume = np.zeros((4, 16, 16), np.uint8)
volume[1:3, 4:8, 4:8] = 1
image = sitk.GetImageFromArray(volume)
image.SetSpacing((1.5, 1.5, 2)); image.SetOrigin((-12, -12, 2))
writer = pydicom_seg.MultiClassWriter(template=template, inplane_cropping=False)
writer.write(image, [pydicom.dcmread(f) for f in files]).save_as(out)
"""
ECG = """
import sys
import numpy as np, ecg2dcm
from ecg2dcm import EcgRecord, Waveform
out, hide = sys.argv[1], sys.argv[2] == "hide"
names = ["I", "II", "III", "aVR", "aVL", "aVF", "V1", "V2", "V3", "V4", "V5", "V6"]
leads = {name: (np.arange(500) % (number + 7)).astype(np.int16) for number, name in enumerate(names)}
rhythm = Waveform("Rhythm", "ORIGINAL", 500.0, 4.88, leads, highpass_hz=0.05, lowpass_hz=150.0, notch_hz=50.0)
record = EcgRecord(
    "test", [rhythm], patient_id="W1", patient_name="Test^Writer", sex="F", age_value=50, birth_date="19700101",
    acquisition_date="20240102", acquisition_time="101112", manufacturer="Maker", model="Model", diagnosis=["Text"],
)
ecg2dcm.write(record, out, deidentify_record=hide)
"""
ORTHO = """
import sys
from dicom4ortho.controller import OrthodonticController
out, picture, kind = sys.argv[1:]
OrthodonticController().convert_image_to_dicom4orthograph_and_save(metadata={
    "input_image_filename": picture, "output_image_filename": out, "image_type": kind,
    "patient_firstname": "Writer", "patient_lastname": "Test", "patient_id": "W1", "patient_sex": "O",
    "patient_birthdate": "1970-01-01", "dental_provider_firstname": "Provider",
    "dental_provider_lastname": "Dental", "burned_in_annotation": "NO",
})
"""


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    python = os.environ.get("VALIDICOM_PYDICOM2")
    if python is None:
        raise tools.NotHad("VALIDICOM_PYDICOM2 is not set")
    sources.save(sources.ct(), work / "ct")
    picture = sources.pictures(work)
    scripts = {}
    for name, text in (("seg", SEG), ("ecg", ECG), ("ortho", ORTHO)):
        scripts[name] = work / f"{name}.py"
        scripts[name].write_text(text, encoding="utf-8")

    def run(name: str, path: pathlib.Path, *arguments: object) -> None:
        tools.run(python, scripts[name], path, *arguments)

    return {
        "pydicom_seg": lambda path: run("seg", path, work / "ct"),
        "ecg2dcm": lambda path: run("ecg", path, "show"),
        "ecg2dcm_hidden": lambda path: run("ecg", path, "hide"),
        "dicom4ortho_extraoral": lambda path: run("ortho", path, picture["color.jpg"], "EV01"),
        "dicom4ortho_intraoral": lambda path: run("ortho", path, picture["color.jpg"], "IV01"),
        "dicom4ortho_png": lambda path: run("ortho", path, picture["color.png"], "IV02"),
    }
