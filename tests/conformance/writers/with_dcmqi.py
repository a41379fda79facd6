"""dcmqi: segmentations, parametric maps and measurement reports of volumes."""

from __future__ import annotations

import json
import pathlib

from . import sources, tools
from .tools import run

NAME = "dcmqi"
NEEDS = "pip: dcmqi"


def code(value: str, scheme: str, meaning: str) -> dict[str, str]:
    """A coded value as dcmqi reads it."""
    return {"CodeValue": value, "CodingSchemeDesignator": scheme, "CodeMeaning": meaning}


def described(label: int, automatic: bool) -> dict[str, object]:
    """A segment as dcmqi reads it."""
    segment: dict[str, object] = {
        "labelID": label,
        "SegmentLabel": f"Segment {label}",
        "SegmentDescription": "Text",
        "SegmentAlgorithmType": "AUTOMATIC" if automatic else "MANUAL",
        "SegmentedPropertyCategoryCodeSequence": code("49755003", "SCT", "Morphologically Altered Structure"),
        "SegmentedPropertyTypeCodeSequence": code("108369006", "SCT", "Neoplasm"),
        "recommendedDisplayRGBValue": [177, 122, 101],
    }
    if automatic:
        segment["SegmentAlgorithmName"] = "Finder"
    return segment


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    tools.program("itkimage2segimage")
    ct = sources.save(sources.ct(), work / "ct")
    labels, numbers = sources.nrrd(work / "labels.nrrd", "labels"), sources.nrrd(work / "numbers.nrrd", "numbers")
    common = {"SeriesNumber": "300", "InstanceNumber": "1", "BodyPartExamined": "CHEST", "SeriesDescription": "Made"}
    creator = {"ContentCreatorName": "Creator^C", "ContentLabel": "LABEL", "ContentDescription": "Text"}

    def written(name: str, what: dict[str, object]) -> pathlib.Path:
        path = work / f"{name}.json"
        path.write_text(json.dumps(what), encoding="utf-8")
        return path

    def seg(path: pathlib.Path, *options: str, automatic: bool = True) -> None:
        what = {**common, **creator, "segmentAttributes": [[described(1, automatic), described(2, automatic)]]}
        run(
            "itkimage2segimage", "--inputImageList", labels, "--inputDICOMDirectory", work / "ct", "--outputDICOM", path,
            "--inputMetadata", written("seg", what), *options,
        )  # fmt: skip

    def parametric(path: pathlib.Path) -> None:
        what = {
            **common,
            **creator,
            "QuantityValueCode": code("113041", "DCM", "Apparent Diffusion Coefficient"),
            "MeasurementUnitsCode": code("um2/s", "UCUM", "um2/s"),
            "MeasurementMethodCode": code("113250", "DCM", "Mono-exponential ADC model"),
            "AnatomicRegionSequence": code("39607008", "SCT", "Lung"),
            "FrameLaterality": "U",
            "DerivedPixelContrast": "ADC",
            "DerivationCode": code("110818", "DCM", "T2"),
            "RealWorldValueSlope": "1",
        }
        run(
            "itkimage2paramap", "--inputImage", numbers, "--inputDICOMDirectory", work / "ct", "--outputDICOM", path,
            "--inputMetadata", written("paramap", what),
        )  # fmt: skip

    def report(path: pathlib.Path) -> None:
        import pydicom

        segmentation = work / "context.dcm"
        seg(segmentation)
        uid = str(pydicom.dcmread(segmentation).SOPInstanceUID)
        series = str(pydicom.dcmread(ct[0]).SeriesInstanceUID)
        item = {
            "value": "37.5",
            "quantity": code("122713", "DCM", "Attenuation Coefficient"),
            "units": code("[hnsf'U]", "UCUM", "Hounsfield unit"),
            "derivationModifier": code("373098007", "SCT", "Mean"),
        }
        group = {
            "TrackingIdentifier": "Group 1",
            "ReferencedSegment": 1,
            "SourceSeriesForImageSegmentation": series,
            "segmentationSOPInstanceUID": uid,
            "Finding": code("108369006", "SCT", "Neoplasm"),
            "FindingSite": code("39607008", "SCT", "Lung"),
            "measurementItems": [item],
        }
        what = {
            **common,
            "compositeContext": [segmentation.name],
            "imageLibrary": [image.name for image in ct],
            "observerContext": {"ObserverType": "PERSON", "PersonObserverName": "Observer^O"},
            "VerificationFlag": "VERIFIED",
            "CompletionFlag": "COMPLETE",
            "activitySession": "1",
            "timePoint": "1",
            "Measurements": [group],
        }
        run(
            "tid1500writer", "--inputImageLibraryDirectory", work / "ct", "--inputCompositeContextDirectory", work,
            "--outputDICOM", path, "--inputMetadata", written("report", what),
        )  # fmt: skip

    return {
        "seg": seg,
        "seg_manual": lambda path: seg(path, automatic=False),
        "seg_all_slices": lambda path: seg(path, "--skip", "0"),
        "seg_deflated": lambda path: seg(path, "--compress", "deflate"),
        "seg_labelmap": lambda path: seg(path, "--segmentationType", "labelmap"),
        "paramap": parametric,
        "report": report,
    }
