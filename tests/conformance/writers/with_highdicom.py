"""highdicom: an object of every SOP Class that it makes, and of each way in which it makes it.

`CLASSES` names the public classes; `test_writers.py` holds it against those that the installed highdicom has.
"""

from __future__ import annotations

import datetime
import itertools
import pathlib
from collections.abc import Callable

import highdicom as hd
import numpy as np
from highdicom import ann, ko, legacy, pm, pr, sc, seg, sr
from highdicom.sr.coding import CodedConcept
from pydicom.dataset import Dataset
from pydicom.sr.codedict import codes
from pydicom.uid import (
    ExplicitVRLittleEndian,
    ImplicitVRLittleEndian,
    JPEGLSLossless,
    RLELossless,
)

from . import sources, tools

NAME = "highdicom"
NEEDS = "pip: highdicom"
CLASSES = (
    "AdvancedBlendingPresentationState",
    "ColorSoftcopyPresentationState",
    "Comprehensive3DSR",
    "ComprehensiveSR",
    "EnhancedSR",
    "GrayscaleSoftcopyPresentationState",
    "KeyObjectSelectionDocument",
    "LegacyConvertedEnhancedCTImage",
    "LegacyConvertedEnhancedMRImage",
    "LegacyConvertedEnhancedPETImage",
    "MicroscopyBulkSimpleAnnotations",
    "ParametricMap",
    "PseudoColorSoftcopyPresentationState",
    "SCImage",
    "Segmentation",
)
_numbers = itertools.count(1)


def place() -> dict[str, object]:
    """Series and Instance of the next object."""
    number = next(_numbers)
    return {
        "series_instance_uid": sources.uid(9, 1, number),
        "series_number": 100 + number,
        "sop_instance_uid": sources.uid(9, 2, number),
        "instance_number": 1,
    }


def device() -> dict[str, object]:
    """Series, Instance and the device of the next object."""
    return {
        **place(),
        "manufacturer": "Maker",
        "manufacturer_model_name": "Model",
        "software_versions": "1.0",
        "device_serial_number": "1",
    }


def segment(number: int, automatic: bool = True) -> seg.SegmentDescription:
    """A described segment."""
    return seg.SegmentDescription(
        segment_number=number,
        segment_label=f"Segment {number}",
        segmented_property_category=codes.SCT.MorphologicallyAbnormalStructure,
        segmented_property_type=codes.SCT.Neoplasm,
        algorithm_type="AUTOMATIC" if automatic else "MANUAL",
        algorithm_identification=algorithm() if automatic else None,
        tracking_uid=sources.uid(9, 3, number),
        tracking_id=f"T{number}",
        anatomic_regions=[codes.SCT.Lung],
    )


def algorithm() -> hd.AlgorithmIdentificationSequence:
    """What made the segments."""
    return hd.AlgorithmIdentificationSequence("Finder", codes.DCM.ArtificialIntelligence, "1.0", source="Maker")


def palette(count: int = 256) -> hd.PaletteColorLUTTransformation:
    """A palette of `count` colors."""
    data = np.arange(count, dtype=np.uint16) * (65535 // count)
    luts = [hd.PaletteColorLUT(0, data, color) for color in ("red", "green", "blue")]
    return hd.PaletteColorLUTTransformation(*luts, palette_color_lut_uid=sources.uid(9, 4))


def segmentations() -> dict[str, Callable[[], Dataset]]:
    """Segmentation in its types, of series, volumes and slides."""
    ct, slide = sources.ct(), sources.slide()
    mask = np.zeros((4, 16, 16), np.uint8)
    mask[1:3, 4:8, 4:8] = 1
    two = np.stack([mask, np.roll(mask, 4, axis=2)], axis=3)
    labels = two[..., 0] + 2 * two[..., 1]
    tiles = np.zeros((1, 32, 32), np.uint8)
    tiles[0, 4:20, 4:20] = 1
    slides = [sources.slide(0), sources.slide(1), sources.slide(2)]

    def make(values: object, kind: str, images: list[Dataset] = ct, count: int = 1, **more: object) -> Dataset:
        automatic = bool(more.pop("automatic", True))
        segments = [segment(number, automatic) for number in range(1, count + 1)]
        return seg.Segmentation(images, values, kind, segments, **device(), **more)

    volume = hd.Volume.from_attributes(
        array=mask,
        image_position=[-12, -12, 2],
        image_orientation=[1, 0, 0, 0, 1, 0],
        pixel_spacing=[1.5, 1.5],
        spacing_between_slices=2,
        coordinate_system="PATIENT",
        frame_of_reference_uid=ct[0].FrameOfReferenceUID,
    )
    multiframe = legacy_ct()
    return {
        "seg_binary": lambda: make(mask, "BINARY"),
        "seg_binary_manual": lambda: make(mask, "BINARY", automatic=False),
        "seg_binary_two": lambda: make(two, "BINARY", count=2),
        "seg_binary_all_frames": lambda: make(mask, "BINARY", omit_empty_frames=False),
        "seg_binary_one_image": lambda: make(mask[1:2], "BINARY", images=ct[:1]),
        "seg_binary_volume": lambda: make(volume, "BINARY"),
        "seg_binary_implicit": lambda: make(mask, "BINARY", transfer_syntax_uid=ImplicitVRLittleEndian),
        "seg_binary_3d": lambda: make(mask, "BINARY", dimension_organization_type="3D", omit_empty_frames=False),
        "seg_binary_multiframe": lambda: make(mask, "BINARY", images=[multiframe]),
        "seg_binary_described": lambda: make(
            mask,
            "BINARY",
            content_description="Description",
            content_label="LABEL",
            content_creator_name="Creator^C",
            content_creator_identification=hd.ContentCreatorIdentificationCodeSequence(
                [CodedConcept("1", "99X", "Creator")], "Place"
            ),
            contributing_equipment=[hd.ContributingEquipment("Other", codes.DCM.AcquisitionEquipment)],
        ),
        "seg_fractional": lambda: make(mask.astype(np.float32) * 0.5, "FRACTIONAL"),
        "seg_fractional_occupancy": lambda: make(
            mask.astype(np.float32), "FRACTIONAL", fractional_type="OCCUPANCY", max_fractional_value=100
        ),
        "seg_fractional_rle": lambda: make(
            mask.astype(np.float32), "FRACTIONAL", transfer_syntax_uid=RLELossless, use_extended_offset_table=True
        ),
        "seg_labelmap": lambda: make(labels, "LABELMAP", count=2),
        "seg_labelmap_rle": lambda: make(labels, "LABELMAP", count=2, transfer_syntax_uid=RLELossless),
        "seg_labelmap_jpegls": lambda: make(labels, "LABELMAP", count=2, transfer_syntax_uid=JPEGLSLossless),
        "seg_labelmap_volume": lambda: make(volume, "LABELMAP", images=[sources.ct()[0]]),
        "seg_labelmap_palette": lambda: make(
            labels,
            "LABELMAP",
            count=2,
            palette_color_lut_transformation=palette(3),
            icc_profile=sources.profile(),
        ),
        "seg_slide_binary_sparse": lambda: make(tiles, "BINARY", images=[slide], tile_pixel_array=True),
        "seg_slide_binary_full": lambda: make(
            tiles,
            "BINARY",
            images=[slide],
            tile_pixel_array=True,
            dimension_organization_type="TILED_FULL",
            omit_empty_frames=False,
        ),
        "seg_slide_labelmap_full": lambda: make(
            tiles,
            "LABELMAP",
            images=[slide],
            tile_pixel_array=True,
            dimension_organization_type="TILED_FULL",
            omit_empty_frames=False,
        ),
        "seg_slide_labelmap_sparse": lambda: make(tiles, "LABELMAP", images=[slide], tile_pixel_array=True),
        "seg_slide_fractional_sparse": lambda: make(
            tiles.astype(np.float32), "FRACTIONAL", images=[slide], tile_pixel_array=True
        ),
        **{
            f"seg_pyramid_{kind.lower()}_{level}": lambda kind=kind, level=level: pyramid(slides, kind, tiles)[level]
            for kind in ("BINARY", "LABELMAP")
            for level in (0, 2)
        },
    }


def pyramid(slides: list[Dataset], kind: str, tiles: np.ndarray) -> list[Dataset]:
    """Segmentations of all levels of a slide."""
    made = device()
    del made["sop_instance_uid"], made["instance_number"]
    uids = [sources.uid(9, 5, 1 + ord(kind[0]), level) for level in range(3)]
    return seg.create_segmentation_pyramid(
        source_images=slides,
        pixel_arrays=[tiles],
        segmentation_type=kind,
        segment_descriptions=[segment(1)],
        sop_instance_uids=uids,
        pyramid_uid=sources.uid(9, 6),
        **made,
    )


def legacy_ct() -> Dataset:
    """A legacy converted enhanced CT of the CT series."""
    return legacy.LegacyConvertedEnhancedCTImage(sources.ct(), **place())


def maps() -> dict[str, Callable[[], Dataset]]:
    """Parametric Map of whole, 32 bit and 64 bit numbers, of a series and of a slide."""
    ct = sources.ct()
    values = np.stack([sources.ramp(16, 16, number) for number in range(4)])
    tiles = np.random.default_rng(1).random((1, 32, 32)).astype(np.float32)

    def make(pixels: np.ndarray, images: list[Dataset] = ct, top: float = 1000, **more: object) -> Dataset:
        number: type = float if pixels.dtype.kind == "f" else int
        mapping = pm.RealWorldValueMapping(
            "LABEL",
            "Explanation",
            codes.UCUM.NoUnits,
            value_range=(number(0), number(top)),
            slope=1,
            intercept=0,
            quantity_definition=CodedConcept("113041", "DCM", "Apparent Diffusion Coefficient"),
        )
        more.setdefault("window_center", 1)
        more.setdefault("window_width", 2)
        return pm.ParametricMap(
            images,
            pixels,
            **device(),
            contains_recognizable_visual_features=False,
            real_world_value_mappings=[mapping],
            **more,
        )

    return {
        "pm_16": lambda: make(values),
        "pm_8": lambda: make((values % 256).astype(np.uint8), top=255),
        "pm_float": lambda: make(values.astype(np.float32)),
        "pm_double": lambda: make(values.astype(np.float64)),
        "pm_described": lambda: make(
            values, content_label="LABEL", content_description="Text", content_creator_name="Creator^C"
        ),
        "pm_jpegls": lambda: make(values, transfer_syntax_uid=JPEGLSLossless),
        "pm_palette": lambda: make(
            (values % 256).astype(np.uint8),
            top=255,
            palette_color_lut_transformation=palette(),
            icc_profile=sources.profile(),
        ),
        "pm_table": lambda: pm.ParametricMap(
            ct,
            (values % 4).astype(np.uint16),
            **device(),
            contains_recognizable_visual_features=False,
            real_world_value_mappings=[
                pm.RealWorldValueMapping(
                    "LABEL", "Explanation", codes.UCUM.NoUnits, value_range=(0, 3), lut_data=[1.0, 2.0, 3.0, 4.0]
                )
            ],
            window_center=1,
            window_width=2,
        ),
        "pm_slide_sparse": lambda: make(tiles, images=[sources.slide()], tile_pixel_array=True),
        "pm_slide_full": lambda: make(
            tiles, images=[sources.slide()], tile_pixel_array=True, dimension_organization_type="TILED_FULL"
        ),
    }


def observer() -> sr.ObservationContext:
    """Who measured with what."""
    person = sr.ObserverContext(codes.DCM.Person, sr.PersonObserverIdentifyingAttributes("Observer^O"))
    machine = sr.ObserverContext(
        codes.DCM.Device, sr.DeviceObserverIdentifyingAttributes(sources.uid(9, 7), name="Device")
    )
    return sr.ObservationContext(person, machine)


def report(three: bool, regions: bool = True) -> sr.MeasurementReport:
    """A measurement report (TID 1500) with regions in the plane or in space."""
    ct = sources.ct()
    track = sr.TrackingIdentifier(uid=sources.uid(9, 8), identifier="Nodule")
    length = sr.Measurement(
        codes.SCT.Length,
        12.5,
        codes.UCUM.Millimeter,
        derivation=codes.SCT.Mean,
        method=CodedConcept("1", "99X", "By hand"),
    )
    grade = sr.QualitativeEvaluation(CodedConcept("2", "99X", "Grade"), CodedConcept("3", "99X", "High"))
    common: dict[str, object] = {
        "tracking_identifier": track,
        "finding_type": codes.SCT.Nodule,
        "measurements": [length],
        "qualitative_evaluations": [grade],
        "finding_sites": [sr.FindingSite(codes.SCT.Lung, laterality=codes.SCT.Left)],
    }
    points = np.array([[2.0, 2.0], [8.0, 2.0], [8.0, 8.0], [2.0, 2.0]])
    source = sr.SourceImageForRegion(ct[0].SOPClassUID, ct[0].SOPInstanceUID)
    flat = sr.ImageRegion("POLYLINE", points, source)
    groups: list[object] = [
        sr.MeasurementsAndQualitativeEvaluations(
            track,
            measurements=[length],
            finding_type=codes.SCT.Nodule,
            source_images=[sr.SourceImageForMeasurementGroup(ct[0].SOPClassUID, ct[0].SOPInstanceUID)],
        )
    ]
    if regions and three:
        space = np.column_stack([points, np.full(4, 2.0)])
        frame = ct[0].FrameOfReferenceUID
        region = sr.ImageRegion3D("POLYGON", space, frame)
        surface = sr.VolumeSurface(
            "ELLIPSOID",
            np.array([[-1, 0, 0], [1, 0, 0], [0, -1, 0], [0, 1, 0], [0, 0, -1], [0, 0, 1]], float),
            frame,
            source_images=[sr.SourceImageForSegmentation(ct[0].SOPClassUID, ct[0].SOPInstanceUID)],
        )
        groups.append(sr.PlanarROIMeasurementsAndQualitativeEvaluations(referenced_region=region, **common))
        groups.append(
            sr.VolumetricROIMeasurementsAndQualitativeEvaluations(referenced_volume_surface=surface, **common)
        )
    elif regions:
        groups.append(sr.PlanarROIMeasurementsAndQualitativeEvaluations(referenced_region=flat, **common))
        groups.append(sr.VolumetricROIMeasurementsAndQualitativeEvaluations(referenced_regions=[flat], **common))
    return sr.MeasurementReport(
        observation_context=observer(),
        procedure_reported=CodedConcept("25045-6", "LN", "CT unspecified body region"),
        imaging_measurements=groups,
        title=codes.DCM.ImagingMeasurementReport,
        referenced_images=ct,
    )


def items() -> Dataset:
    """A container with a Content Item of most Value Types."""
    ct = sources.ct()
    one, another = ((ct[number].SOPClassUID, ct[number].SOPInstanceUID) for number in (0, 1))

    def named(name: str) -> CodedConcept:
        return CodedConcept(name[:16].upper(), "99X", name)

    def image(relationship: str) -> sr.ImageContentItem:
        return sr.ImageContentItem(named("Image"), *one, relationship_type=relationship)

    def below(item: sr.ContentItem, *inner: sr.ContentItem) -> sr.ContentItem:
        item.ContentSequence = list(inner)
        return item

    how = "CONTAINS"
    moment = datetime.datetime(2024, 1, 2, 10, 11, 12)
    region = sr.ScoordContentItem(
        named("Region"), "POLYLINE", np.array([[1.0, 1.0], [2.0, 2.0]]), relationship_type="INFERRED FROM"
    )
    spot = sr.ScoordContentItem(named("Spot"), "POINT", np.array([[1.0, 1.0]]), relationship_type="SELECTED FROM")
    time = sr.TcoordContentItem(named("Span"), "SEGMENT", referenced_time_offsets=[1.0, 2.0], relationship_type=how)
    length = sr.NumContentItem(named("Length"), 1.5, codes.UCUM.Millimeter, relationship_type=how)
    odd = sr.NumContentItem(
        named("Odd"), 2, codes.UCUM.NoUnits, qualifier=CodedConcept("114006", "DCM", "Measurement failure"),
        relationship_type=how,
    )  # fmt: skip
    inner = sr.ContainerContentItem(named("Part"), is_content_continuous=True, relationship_type=how)
    report = sr.ContainerContentItem(named("Report"), is_content_continuous=False)
    return below(
        report,
        sr.CodeContentItem(named("Code"), named("Value"), relationship_type=how),
        sr.PnameContentItem(named("Person"), "Test^Name", relationship_type=how),
        sr.TextContentItem(named("Text"), "Text", relationship_type=how),
        sr.DateTimeContentItem(named("Moment"), moment, relationship_type=how),
        sr.DateContentItem(named("Date"), moment.date(), relationship_type=how),
        sr.TimeContentItem(named("Time"), moment.time(), relationship_type=how),
        sr.UIDRefContentItem(named("UID"), sources.uid(77), relationship_type=how),
        image(how),
        sr.CompositeContentItem(named("Composite"), *another, relationship_type=how),
        odd,
        below(length, below(region, image("SELECTED FROM"))),
        below(time, below(spot, image("SELECTED FROM"))),
        below(inner, sr.TextContentItem(named("Text"), "More", relationship_type=how)),
    )


def subject(kind: str) -> Dataset:
    """A report on a specimen, a fetus or a device."""
    ct = sources.ct()
    about, what = {
        "specimen": (
            codes.DCM.Specimen,
            sr.SubjectContextSpecimen(sources.uid(4, 1), identifier="S1", container_identifier="C1"),
        ),
        "fetus": (codes.DCM.Fetus, sr.SubjectContextFetus("F1")),
        "device": (
            codes.DCM.Device,
            sr.SubjectContextDevice(
                "D1", uid=sources.uid(6), manufacturer_name="Maker", model_name="Model", serial_number="1"
            ),
        ),
    }[kind]
    person = sr.PersonObserverIdentifyingAttributes(
        "Observer^O", organization_name="Place", role_in_procedure=CodedConcept("1", "99X", "Role")
    )
    length = sr.Measurement(
        codes.SCT.Length,
        1,
        codes.UCUM.Millimeter,
        qualifier=CodedConcept("114000", "DCM", "Not a number"),
        referenced_images=[sr.SourceImageForMeasurement(ct[0].SOPClassUID, ct[0].SOPInstanceUID)],
        properties=sr.MeasurementProperties(
            normality=CodedConcept("17621005", "SCT", "Normal"), upper_measurement_uncertainty=1
        ),
    )
    group = sr.MeasurementsAndQualitativeEvaluations(
        sr.TrackingIdentifier(sources.uid(9, 8), "T"),
        measurements=[length],
        time_point_context=sr.TimePointContext("1", CodedConcept("2", "99X", "Kind"), time_point_order=1),
        session="1",
    )
    made = sr.MeasurementReport(
        sr.ObservationContext(sr.ObserverContext(codes.DCM.Person, person), None, sr.SubjectContext(about, what)),
        procedure_reported=CodedConcept("1", "99X", "Procedure"),
        imaging_measurements=[group],
    )
    return sr.Comprehensive3DSR(evidence=ct, content=made[0], **place(), manufacturer="Maker")


def of_segments() -> Dataset:
    """A report on segments of a segmentation."""
    ct, segmentation = sources.ct(), segmentations()["seg_binary"]()
    of = (segmentation.SOPClassUID, segmentation.SOPInstanceUID)
    source = sr.SourceImageForSegmentation(ct[1].SOPClassUID, ct[1].SOPInstanceUID)
    common = {"tracking_identifier": sr.TrackingIdentifier(sources.uid(9, 8), "T"), "finding_type": codes.SCT.Nodule}
    plane = sr.PlanarROIMeasurementsAndQualitativeEvaluations(
        referenced_segment=sr.ReferencedSegmentationFrame(*of, 1, 1, source), **common
    )
    series = sr.SourceSeriesForSegmentation(ct[0].SeriesInstanceUID)
    volume = sr.VolumetricROIMeasurementsAndQualitativeEvaluations(
        referenced_segment=sr.ReferencedSegment(*of, 1, source_series=series), **common
    )
    made = sr.MeasurementReport(observer(), CodedConcept("1", "99X", "Procedure"), [plane, volume])
    return sr.Comprehensive3DSR(evidence=[*ct, segmentation], content=made[0], **place(), manufacturer="Maker")


def documents() -> dict[str, Callable[[], Dataset]]:
    """Structured Reports and the Key Object Selection."""
    ct = sources.ct()

    def make(kind: type, three: bool = False, regions: bool = True, **more: object) -> Dataset:
        return kind(evidence=ct, content=report(three, regions)[0], **place(), manufacturer="Maker", **more)

    verified = {
        "is_complete": True,
        "is_final": True,
        "is_verified": True,
        "verifying_observer_name": "Observer^O",
        "verifying_organization": "Place",
        "performed_procedure_codes": [CodedConcept("1", "99X", "Procedure")],
    }
    title = ko.KeyObjectSelection(codes.DCM.OfInterest, [ct[0], ct[2]], description="Look here")
    observed = ko.KeyObjectSelection(
        codes.DCM.ForReferringProvider,
        [ct[0]],
        observer_person_context=sr.ObserverContext(
            codes.DCM.Person, sr.PersonObserverIdentifyingAttributes("Observer^O")
        ),
    )
    return {
        "sr_enhanced": lambda: make(sr.EnhancedSR),
        "sr_enhanced_no_regions": lambda: make(sr.EnhancedSR, regions=False),
        "sr_comprehensive": lambda: make(sr.ComprehensiveSR),
        "sr_comprehensive_verified": lambda: make(sr.ComprehensiveSR, **verified),
        "sr_comprehensive_update": lambda: make(
            sr.ComprehensiveSR, previous_versions=[make(sr.ComprehensiveSR)], institution_name="Place"
        ),
        "sr_comprehensive_no_evidence": lambda: make(sr.ComprehensiveSR, record_evidence=False),
        "sr_comprehensive_3d": lambda: make(sr.Comprehensive3DSR, three=True),
        "sr_comprehensive_3d_flat": lambda: make(sr.Comprehensive3DSR),
        "sr_comprehensive_3d_verified": lambda: make(sr.Comprehensive3DSR, three=True, **verified),
        "sr_comprehensive_items": lambda: sr.ComprehensiveSR(ct, items(), **place(), manufacturer="Maker"),
        "sr_comprehensive_3d_items": lambda: sr.Comprehensive3DSR(ct, items(), **place(), manufacturer="Maker"),
        "sr_comprehensive_3d_segments": of_segments,
        **{f"sr_comprehensive_3d_{kind}": lambda kind=kind: subject(kind) for kind in ("specimen", "fetus", "device")},
        "ko": lambda: ko.KeyObjectSelectionDocument(ct, title, **place(), manufacturer="Maker"),
        "ko_observer": lambda: ko.KeyObjectSelectionDocument(
            ct[:1], observed, **place(), manufacturer="Maker", institution_name="Place"
        ),
    }


def captures() -> dict[str, Callable[[], Dataset]]:
    """Secondary Capture Image of gray, color and one bit, of patient and slide."""
    ct = sources.ct()[0]
    gray = (sources.ramp(16, 16, 1) % 256).astype(np.uint8)
    color = np.repeat(gray[:, :, None], 3, axis=2)

    def make(pixels: np.ndarray, form: str, bits: int, **more: object) -> Dataset:
        return sc.SCImage.from_ref_dataset(
            ct,
            pixels,
            form,
            bits,
            "PATIENT",
            **place(),
            manufacturer="Maker",
            patient_orientation=("L", "P"),
            **more,
        )

    def alone(**more: object) -> Dataset:
        return sc.SCImage(
            gray, "MONOCHROME2", 8, study_instance_uid=sources.uid(1, 7), **place(), manufacturer="Maker", **more
        )

    specimen = hd.SpecimenDescription("S1", sources.uid(4, 1))
    return {
        "sc_8": lambda: make(gray, "MONOCHROME2", 8, transfer_syntax_uid=ExplicitVRLittleEndian),
        "sc_16": lambda: make(sources.ramp(16, 16, 1), "MONOCHROME2", 16, pixel_spacing=(1.5, 1.5)),
        "sc_rgb": lambda: make(color, "RGB", 8),
        "sc_rgb_rle": lambda: make(color, "RGB", 8, transfer_syntax_uid=RLELossless),
        "sc_16_jpegls": lambda: make(sources.ramp(16, 16, 1), "MONOCHROME2", 16, transfer_syntax_uid=JPEGLSLossless),
        "sc_alone": lambda: alone(coordinate_system="PATIENT", patient_orientation=("L", "P")),
        "sc_alone_named": lambda: alone(
            coordinate_system="PATIENT",
            patient_orientation=("L", "P"),
            patient_id="W1",
            patient_name="Test^Writer",
            patient_birth_date="19700101",
            patient_sex="O",
            laterality="L",
            study_date="20240102",
            study_time="101112",
        ),
        "sc_slide": lambda: alone(
            coordinate_system="SLIDE",
            container_identifier="C1",
            specimen_descriptions=[specimen],
            pixel_spacing=(0.01, 0.01),
        ),
    }


def states() -> dict[str, Callable[[], Dataset]]:
    """Presentation states: grayscale, color, pseudo-color and blending."""
    ct, photo = sources.ct(), sources.photo()
    mr = sources.mr(frame_of_reference=ct[0].FrameOfReferenceUID)
    layer = pr.GraphicLayer("LAYER", 1, display_color=hd.color.CIELabColor(50, 20, 20))
    shape = pr.GraphicObject(
        "POLYLINE",
        np.array([[2.0, 2.0], [8.0, 2.0], [8.0, 8.0]]),
        "PIXEL",
        tracking_id="T",
        tracking_uid=sources.uid(9, 9),
    )
    filled = pr.GraphicObject("CIRCLE", np.array([[5.0, 5.0], [7.0, 5.0]]), "PIXEL", is_filled=True)
    text = pr.TextObject("Text", "PIXEL", anchor_point=(3.0, 3.0))
    boxed = pr.TextObject("Boxed", "DISPLAY", bounding_box=(0.1, 0.1, 0.2, 0.2))

    def notes(images: list[Dataset]) -> dict[str, object]:
        note = pr.GraphicAnnotation(images, layer, graphic_objects=[shape, filled], text_objects=[text, boxed])
        return {"graphic_layers": [layer], "graphic_annotations": [note]}

    def window() -> list[pr.SoftcopyVOILUTTransformation]:
        return [pr.SoftcopyVOILUTTransformation(window_center=40, window_width=400, window_explanation="Soft")]

    def table() -> list[pr.SoftcopyVOILUTTransformation]:
        return [pr.SoftcopyVOILUTTransformation(voi_luts=[hd.VOILUT(0, np.arange(256, dtype=np.uint8))])]

    def blending(mode: str) -> Dataset:
        inputs = [
            pr.AdvancedBlending(ct, 1, voi_lut_transformations=window(), palette_color_lut_transformation=palette()),
            pr.AdvancedBlending(mr, 2, voi_lut_transformations=window(), palette_color_lut_transformation=palette()),
        ]
        display = pr.BlendingDisplay(
            mode,
            [pr.BlendingDisplayInput(1), pr.BlendingDisplayInput(2)],
            relative_opacity=0.5 if mode == "FOREGROUND" else None,
        )
        return pr.AdvancedBlendingPresentationState(
            ct + mr, inputs, [display], **device(), content_label="BLEND", icc_profile=sources.profile()
        )

    return {
        "pr_gray": lambda: pr.GrayscaleSoftcopyPresentationState(ct, **device(), content_label="GRAY"),
        "pr_gray_notes": lambda: pr.GrayscaleSoftcopyPresentationState(
            ct,
            **device(),
            content_label="GRAY",
            voi_lut_transformations=window(),
            concept_name=CodedConcept("1", "99X", "Name"),
            content_creator_name="Creator^C",
            presentation_lut_transformation=hd.PresentationLUTTransformation(presentation_lut_shape="INVERSE"),
            **notes(ct),
        ),
        "pr_gray_tables": lambda: pr.GrayscaleSoftcopyPresentationState(
            ct,
            **device(),
            content_label="GRAY",
            voi_lut_transformations=table(),
            modality_lut_transformation=hd.ModalityLUTTransformation(
                modality_lut=hd.ModalityLUT("HU", 0, np.arange(256, dtype=np.uint16))
            ),
            presentation_lut_transformation=hd.PresentationLUTTransformation(
                presentation_lut=hd.PresentationLUT(0, np.arange(256, dtype=np.uint16))
            ),
        ),
        "pr_gray_groups": lambda: grouped(ct),
        "pr_color": lambda: pr.ColorSoftcopyPresentationState(
            [photo], **device(), content_label="COLOR", icc_profile=sources.profile(), **notes([photo])
        ),
        "pr_color_slide": lambda: pr.ColorSoftcopyPresentationState(
            [sources.slide()], **device(), content_label="COLOR", icc_profile=sources.profile()
        ),
        "pr_pseudo_color": lambda: pr.PseudoColorSoftcopyPresentationState(
            ct,
            **device(),
            content_label="PSEUDO",
            palette_color_lut_transformation=palette(),
            icc_profile=sources.profile(),
        ),
        "pr_pseudo_color_notes": lambda: pr.PseudoColorSoftcopyPresentationState(
            mr, **device(), content_label="PSEUDO", palette_color_lut_transformation=palette(), **notes(mr)
        ),
        "pr_blending_equal": lambda: blending("EQUAL"),
        "pr_blending_foreground": lambda: blending("FOREGROUND"),
    }


def grouped(ct: list[Dataset]) -> Dataset:
    """A presentation state with groups of graphics and a VOI transformation for each image."""
    group, layer = pr.GraphicGroup(1, "Group", "Text"), pr.GraphicLayer("LAYER", 1, description="Text")
    corners = np.array([[1.0, 3.0], [5.0, 3.0], [3.0, 2.0], [3.0, 4.0]])
    shapes = [
        pr.GraphicObject("POINT", np.array([[2.0, 2.0]]), "PIXEL", graphic_group=group),
        pr.GraphicObject("ELLIPSE", corners, "PIXEL", is_filled=True, graphic_group=group),
        pr.GraphicObject("INTERPOLATED", np.array([[0.1, 0.1], [0.2, 0.2], [0.1, 0.3]]), "DISPLAY"),
    ]
    text = pr.TextObject("Text", "PIXEL", anchor_point=(1.0, 1.0), graphic_group=group)
    note = pr.GraphicAnnotation(ct[:1], layer, graphic_objects=shapes, text_objects=[text])
    first = pr.SoftcopyVOILUTTransformation(
        window_center=[40, 50],
        window_width=[400, 300],
        window_explanation=["Soft", "Hard"],
        voi_lut_function="SIGMOID",
        referenced_images=hd.ReferencedImageSequence(ct[:2]),
    )
    second = pr.SoftcopyVOILUTTransformation(
        window_center=40, window_width=400, referenced_images=hd.ReferencedImageSequence(ct[2:])
    )
    return pr.GrayscaleSoftcopyPresentationState(
        ct,
        **device(),
        content_label="GROUPS",
        graphic_groups=[group],
        graphic_layers=[layer],
        graphic_annotations=[note],
        voi_lut_transformations=[first, second],
    )


def annotations() -> dict[str, Callable[[], Dataset]]:
    """Bulk annotations of each graphic type, in the plane and in space."""
    slide = sources.slide()
    flat: dict[str, np.ndarray] = {
        "POINT": np.array([[1.0, 2.0]]),
        "POLYLINE": np.array([[1.0, 2.0], [3.0, 2.0], [3.0, 5.0]]),
        "POLYGON": np.array([[1.0, 2.0], [3.0, 2.0], [3.0, 5.0]]),
        "ELLIPSE": np.array([[1.0, 3.0], [5.0, 3.0], [3.0, 2.0], [3.0, 4.0]]),
        "RECTANGLE": np.array([[1.0, 2.0], [3.0, 2.0], [3.0, 5.0], [1.0, 5.0]]),
    }

    def make(space: bool, kinds: list[str]) -> Dataset:
        groups = []
        for number, kind in enumerate(kinds, 1):
            shape = flat[kind]
            data = [np.column_stack([shape, np.zeros(len(shape))]) if space else shape] * 2
            groups.append(
                ann.AnnotationGroup(
                    number,
                    sources.uid(9, 10, number, int(space)),
                    f"Group {number}",
                    codes.SCT.AnatomicalStructure,
                    codes.SCT.Cell,
                    kind,
                    data,
                    "AUTOMATIC" if number % 2 else "MANUAL",
                    algorithm() if number % 2 else None,
                    measurements=[ann.Measurements(codes.SCT.Area, np.array([1.0, 2.0]), codes.UCUM.SquareMicrometer)],
                    description="Text",
                    anatomic_regions=[codes.SCT.Lung],
                )
            )
        return ann.MicroscopyBulkSimpleAnnotations(
            [slide], "3D" if space else "2D", groups, **device(), content_label="CELLS"
        )

    return {
        "ann_2d": lambda: make(False, list(flat)),
        "ann_2d_points": lambda: make(False, ["POINT"]),
        "ann_3d": lambda: make(True, list(flat)),
    }


def conversions() -> dict[str, Callable[[], Dataset]]:
    """Legacy converted CT, MR and PET."""
    return {
        "legacy_ct": legacy_ct,
        "legacy_mr": lambda: legacy.LegacyConvertedEnhancedMRImage(sources.mr(), **place()),
        "legacy_pet": lambda: legacy.LegacyConvertedEnhancedPETImage(sources.pet(), **place()),
        "legacy_ct_volume": lambda: legacy.LegacyConvertedEnhancedCTImage(
            sources.ct(), **place(), require_volume=True, transfer_syntax_uid=JPEGLSLossless
        ),
        "legacy_ct_one": lambda: legacy.LegacyConvertedEnhancedCTImage(sources.ct(1), **place()),
    }


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    groups = (segmentations, maps, documents, captures, states, annotations, conversions)
    return {
        name: lambda path, build=build: build().save_as(path, enforce_file_format=True)
        for group in groups
        for name, build in group().items()
    }
