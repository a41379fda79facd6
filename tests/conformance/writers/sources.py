"""What the writers are given: image series, a slide, pictures and other files, made without a fault and without chance.

The images are written with pydicom, Attribute by Attribute, so that a fault in what a writer makes is the writer's own,
or one that it was made to copy.
"""

from __future__ import annotations

import pathlib
import struct
import zlib

import numpy as np
from pydicom.dataset import Dataset, FileMetaDataset
from pydicom.uid import UID, ExplicitVRLittleEndian

ROOT = "1.2.826.0.1.3680043.10.1601"  # any root will do: the objects stay in one folder
CT = "1.2.840.10008.5.1.4.1.1.2"
MR = "1.2.840.10008.5.1.4.1.1.4"
PET = "1.2.840.10008.5.1.4.1.1.128"
SLIDE = "1.2.840.10008.5.1.4.1.1.77.1.6"
PHOTO = "1.2.840.10008.5.1.4.1.1.77.1.4"


def uid(*parts: int) -> str:
    """A UID below `ROOT`."""
    return ".".join([ROOT, *map(str, parts)])


def code(value: str, scheme: str, meaning: str) -> Dataset:
    """An Item of a code Sequence."""
    item = Dataset()
    item.CodeValue, item.CodingSchemeDesignator, item.CodeMeaning = value, scheme, meaning
    return item


def base(sop_class: str, instance: str, modality: str) -> Dataset:
    """Patient, Study, Series, Equipment and SOP Common of every image."""
    image = Dataset()
    meta = FileMetaDataset()
    meta.FileMetaInformationVersion = b"\0\1"
    meta.MediaStorageSOPClassUID, meta.MediaStorageSOPInstanceUID = UID(sop_class), UID(instance)
    meta.TransferSyntaxUID, meta.ImplementationClassUID = ExplicitVRLittleEndian, UID(uid(0))
    image.file_meta = meta
    image.SpecificCharacterSet = "ISO_IR 192"
    image.SOPClassUID, image.SOPInstanceUID = sop_class, instance
    image.StudyDate = image.SeriesDate = image.AcquisitionDate = image.ContentDate = "20240102"
    image.StudyTime = image.SeriesTime = image.AcquisitionTime = image.ContentTime = "101112"
    image.AccessionNumber, image.Modality, image.ReferringPhysicianName = "A1", modality, ""
    image.Manufacturer, image.ManufacturerModelName = "Maker", "Model"
    image.DeviceSerialNumber, image.SoftwareVersions = "1", "1.0"
    image.PatientName, image.PatientID = "Test^Writer", "W1"
    image.PatientBirthDate, image.PatientSex = "19700101", "O"
    image.StudyInstanceUID, image.SeriesInstanceUID = uid(1), uid(1, sum(map(ord, modality)))
    image.StudyID, image.SeriesNumber, image.InstanceNumber = "1", 1, 1
    image.PositionReferenceIndicator, image.FrameOfReferenceUID = "", uid(2, sum(map(ord, modality)))
    return image


def pixels(image: Dataset, values: np.ndarray, stored: int, representation: int = 0) -> None:
    """The Image Pixel module for native, monochrome or RGB pixels."""
    color = values.ndim == 3 and values.shape[2] == 3
    image.SamplesPerPixel = 3 if color else 1
    image.PhotometricInterpretation = "RGB" if color else "MONOCHROME2"
    if color:
        image.PlanarConfiguration = 0
    image.Rows, image.Columns = values.shape[:2]
    image.BitsAllocated = values.dtype.itemsize * 8
    image.BitsStored, image.HighBit, image.PixelRepresentation = stored, stored - 1, representation
    image.PixelData = values.tobytes()
    image["PixelData"].VR = "OB" if values.dtype.itemsize == 1 else "OW"


def plane(image: Dataset, number: int) -> None:
    """Where slice `number` lies."""
    image.InstanceNumber = number
    image.PixelSpacing, image.SliceThickness = [1.5, 1.5], 2
    image.ImageOrientationPatient = [1, 0, 0, 0, 1, 0]
    image.ImagePositionPatient = [-12, -12, 2 * number]
    image.PatientPosition = "HFS"


def ramp(rows: int, columns: int, number: int) -> np.ndarray:
    """A picture of 16 bits with every row and column of its own."""
    return ((np.arange(rows)[:, None] * 7 + np.arange(columns)[None, :] * 3 + number * 11) % 1000).astype(np.uint16)


def ct(count: int = 4) -> list[Dataset]:
    """A CT series of `count` slices."""
    series = []
    for number in range(1, count + 1):
        image = base(CT, uid(3, 1, number), "CT")
        image.ImageType = ["ORIGINAL", "PRIMARY", "AXIAL"]
        image.KVP, image.AcquisitionNumber, image.BodyPartExamined = 120, 1, "CHEST"
        image.RescaleIntercept, image.RescaleSlope, image.RescaleType = -1024, 1, "HU"
        image.WindowCenter, image.WindowWidth = 40, 400
        plane(image, number)
        pixels(image, ramp(16, 16, number), 12)
        series.append(image)
    return series


def mr(count: int = 4, frame_of_reference: str = uid(2, 159)) -> list[Dataset]:
    """An MR series of `count` slices."""
    series = []
    for number in range(1, count + 1):
        image = base(MR, uid(3, 2, number), "MR")
        image.ImageType = ["ORIGINAL", "PRIMARY", "OTHER"]
        image.FrameOfReferenceUID = frame_of_reference
        image.ScanningSequence, image.SequenceVariant, image.ScanOptions = "SE", "NONE", ""
        image.MRAcquisitionType, image.RepetitionTime, image.EchoTime = "2D", 500, 20
        image.EchoTrainLength, image.AcquisitionNumber, image.BodyPartExamined = 1, 1, "HEAD"
        plane(image, number)
        pixels(image, ramp(16, 16, number), 12)
        series.append(image)
    return series


def pet(count: int = 4) -> list[Dataset]:
    """A PET series of `count` slices."""
    series = []
    for number in range(1, count + 1):
        image = base(PET, uid(3, 3, number), "PT")
        image.ImageType = ["ORIGINAL", "PRIMARY"]
        image.Units, image.CountsSource, image.SeriesType = "BQML", "EMISSION", ["STATIC", "IMAGE"]
        image.NumberOfSlices, image.CorrectedImage, image.DecayCorrection = count, ["DECY"], "START"
        image.CollimatorType, image.AcquisitionNumber = "NONE", 1
        image.FrameReferenceTime, image.ActualFrameDuration, image.DecayFactor = 0, 60000, 1
        image.ImageIndex, image.BodyPartExamined = number, "CHEST"
        image.RescaleIntercept, image.RescaleSlope = 0, 2
        tracer = Dataset()
        tracer.RadionuclideCodeSequence = [code("77004003", "SCT", "^18^Fluorine")]
        tracer.RadiopharmaceuticalStartTime = "090000"
        tracer.RadionuclideTotalDose, tracer.RadionuclideHalfLife = 300000000, 6588
        tracer.RadiopharmaceuticalCodeSequence = [code("35321007", "SCT", "Fluorodeoxyglucose F^18^")]
        image.RadiopharmaceuticalInformationSequence = [tracer]
        image.PatientOrientationCodeSequence = [code("102538003", "SCT", "recumbent")]
        image.PatientOrientationCodeSequence[0].PatientOrientationModifierCodeSequence = [
            code("40199007", "SCT", "supine")
        ]
        image.PatientGantryRelationshipCodeSequence = [code("102540008", "SCT", "headfirst")]
        plane(image, number)
        del image.PatientPosition  # the code Sequences say it
        pixels(image, ramp(16, 16, number), 16)
        series.append(image)
    return series


def slide(level: int = 0) -> Dataset:
    """One level of a whole slide image, tiled in full, of 32 by 32 pixels at level 0 in tiles of 8."""
    size = 32 >> level
    image = base(SLIDE, uid(3, 4, level), "SM")
    tiles = size // 8
    image.ImageType = ["ORIGINAL", "PRIMARY", "VOLUME", "NONE"] if level == 0 else [
        "DERIVED", "PRIMARY", "VOLUME", "RESAMPLED",
    ]  # fmt: skip
    image.AcquisitionDateTime, image.AcquisitionDuration = "20240102101112", 10
    image.InstanceNumber, image.PositionReferenceIndicator = level + 1, "SLIDE_CORNER"
    image.PyramidUID = uid(2, 9)
    image.ContainerIdentifier, image.IssuerOfTheContainerIdentifierSequence = "C1", []
    image.ContainerTypeCodeSequence = [code("433466003", "SCT", "Microscope slide")]
    specimen = Dataset()
    specimen.SpecimenIdentifier, specimen.SpecimenUID = "S1", uid(4, 1)
    specimen.IssuerOfTheSpecimenIdentifierSequence, specimen.SpecimenPreparationSequence = [], []
    image.SpecimenDescriptionSequence = [specimen]
    image.AcquisitionContextSequence = []
    image.BurnedInAnnotation, image.VolumetricProperties = "NO", "VOLUME"
    image.SpecimenLabelInImage, image.FocusMethod, image.ExtendedDepthOfField = "NO", "AUTO", "NO"
    image.ImagedVolumeWidth, image.ImagedVolumeHeight, image.ImagedVolumeDepth = 0.32, 0.32, 0.004
    image.TotalPixelMatrixColumns = image.TotalPixelMatrixRows = size
    image.TotalPixelMatrixFocalPlanes = 1
    origin = Dataset()
    origin.XOffsetInSlideCoordinateSystem, origin.YOffsetInSlideCoordinateSystem = 10, 20
    image.TotalPixelMatrixOriginSequence = [origin]
    image.ImageOrientationSlide = [0, -1, 0, -1, 0, 0]
    image.DimensionOrganizationType = "TILED_FULL"
    organization, row, column = Dataset(), Dataset(), Dataset()
    organization.DimensionOrganizationUID = uid(5, 1)
    image.DimensionOrganizationSequence = [organization]
    for index, pointer in ((row, 0x0048021F), (column, 0x0048021E)):
        index.DimensionOrganizationUID = uid(5, 1)
        index.DimensionIndexPointer, index.FunctionalGroupPointer = pointer, 0x0048021A
    image.DimensionIndexSequence = [row, column]
    image.NumberOfFrames = tiles * tiles
    path = Dataset()
    path.OpticalPathIdentifier = "1"
    path.IlluminationTypeCodeSequence = [code("111744", "DCM", "Brightfield illumination")]
    path.IlluminationColorCodeSequence = [code("414298005", "SCT", "Full Spectrum")]
    path.ICCProfile = profile()
    image.OpticalPathSequence, image.NumberOfOpticalPaths = [path], 1
    measures, shared, frame_type = Dataset(), Dataset(), Dataset()
    measures.PixelSpacing, measures.SliceThickness = [0.01 * (1 << level)] * 2, 0.004
    frame_type.FrameType = image.ImageType
    shared.PixelMeasuresSequence, shared.WholeSlideMicroscopyImageFrameTypeSequence = [measures], [frame_type]
    shared.OpticalPathIdentificationSequence = [Dataset()]
    shared.OpticalPathIdentificationSequence[0].OpticalPathIdentifier = "1"
    image.SharedFunctionalGroupsSequence = [shared]
    image.LossyImageCompression = "00"
    tile = np.zeros((8, 8, 3), np.uint8)
    tile[..., 0] = np.arange(8)[:, None] * 30
    pixels(image, tile, 8)
    image.PixelData = tile.tobytes() * (tiles * tiles)
    return image


def photo() -> Dataset:
    """A photograph in color."""
    image = base(PHOTO, uid(3, 5, 1), "XC")
    image.ImageType = ["ORIGINAL", "PRIMARY"]
    image.AcquisitionContextSequence, image.PatientOrientation = [], ["L", "F"]
    image.LossyImageCompression, image.BurnedInAnnotation = "00", "NO"
    del image.PositionReferenceIndicator, image.FrameOfReferenceUID
    values = np.zeros((16, 16, 3), np.uint8)
    values[..., 1] = np.arange(16)[None, :] * 15
    pixels(image, values, 8)
    return image


def profile() -> bytes:
    """An ICC profile of sRGB as one of an input device."""
    from PIL import ImageCms

    made = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    return made[:12] + b"scnr" + made[16:]


def save(images: list[Dataset], folder: pathlib.Path) -> list[pathlib.Path]:
    """Writes `images` into `folder`, numbered."""
    folder.mkdir(parents=True, exist_ok=True)
    paths = []
    for number, image in enumerate(images, 1):
        path = folder / f"{number}.dcm"
        image.save_as(path, enforce_file_format=True)
        paths.append(path)
    return paths


def png(path: pathlib.Path, values: np.ndarray) -> pathlib.Path:
    """Writes a PNG of 8 bits, grayscale or RGB."""
    color = values.ndim == 3
    lines = b"".join(b"\0" + line.tobytes() for line in values)

    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = struct.pack(">IIBBBBB", values.shape[1], values.shape[0], 8, 2 if color else 0, 0, 0, 0)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", zlib.compress(lines)) + chunk(b"IEND", b"")
    )
    return path


def pictures(folder: pathlib.Path) -> dict[str, pathlib.Path]:
    """A picture as grayscale and color PNG, JPEG and BMP, by name."""
    from PIL import Image

    folder.mkdir(parents=True, exist_ok=True)
    gray = (ramp(16, 16, 0) % 256).astype(np.uint8)
    color = np.repeat(gray[:, :, None], 3, axis=2)
    made = {"gray.png": png(folder / "gray.png", gray), "color.png": png(folder / "color.png", color)}
    for name in ("gray.jpg", "gray.bmp", "color.jpg", "color.bmp", "color.tif"):
        made[name] = folder / name
        Image.fromarray(gray if name.startswith("gray") else color).save(made[name])
    return made


def pdf(path: pathlib.Path) -> pathlib.Path:
    """A page with nothing on it."""
    path.write_bytes(
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 99 99]>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
    )
    return path


def stl(path: pathlib.Path) -> pathlib.Path:
    """A triangle as binary STL."""
    triangle = struct.pack("<12fH", 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0)
    path.write_bytes(b"triangle".ljust(80) + struct.pack("<I", 1) + triangle)
    return path


def cda(path: pathlib.Path) -> pathlib.Path:
    """A clinical document with as much as a converter asks for."""
    path.write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<ClinicalDocument xmlns="urn:hl7-org:v3" classCode="DOCCLIN" '
        'moodCode="EVN"><typeId root="2.16.840.1.113883.1.3" extension="POCD_HD000040"/>'
        '<id root="1.2.826.0.1.3680043.10.1601.7" extension="1"/>'
        '<code code="11528-7" codeSystem="2.16.840.1.113883.6.1" codeSystemName="LN" displayName="Radiology Report"/>'
        '<title>Report</title><effectiveTime value="20240102"/><confidentialityCode code="N"/>'
        '<recordTarget><patientRole><id extension="W1" root="1.2.826.0.1.3680043.10.1601.8"/><patient><name>'
        '<given>Writer</given><family>Test</family></name><administrativeGenderCode code="M"/>'
        '<birthTime value="19700101"/></patient></patientRole></recordTarget></ClinicalDocument>\n',
        encoding="utf-8",
    )
    return path


def nifti(path: pathlib.Path) -> pathlib.Path:
    """A volume of 16 x 16 x 4 as NIfTI-1."""
    header = bytearray(352)
    struct.pack_into("<i", header, 0, 348)
    struct.pack_into("<8h", header, 40, 3, 16, 16, 4, 1, 1, 1, 1)
    struct.pack_into("<hh", header, 70, 4, 16)
    struct.pack_into("<8f", header, 76, 1, 1.5, 1.5, 2, 1, 1, 1, 1)
    struct.pack_into("<f", header, 108, 352)
    struct.pack_into("<ff", header, 112, 1, 0)
    struct.pack_into("<hh", header, 252, 1, 1)
    struct.pack_into("<12f", header, 280, 1.5, 0, 0, 0, 0, 1.5, 0, 0, 0, 0, 2, 0)
    header[123] = 10
    header[344:348] = b"n+1\0"
    volume = np.stack([ramp(16, 16, number) for number in range(4)]).astype(np.int16)
    path.write_bytes(bytes(header) + volume.tobytes())
    return path


def nrrd(path: pathlib.Path, kind: str) -> pathlib.Path:
    """A volume in the space of the CT series: `labels` (two of 8 bits), or `numbers` (of 32 bits)."""
    if kind == "labels":
        volume = np.zeros((4, 16, 16), np.uint8)
        volume[1:3, 4:8, 4:8], volume[2, 10:12, 10:12] = 1, 2
    else:
        volume = np.stack([ramp(16, 16, number) for number in range(4)]).astype(np.float32)
    header = (
        f"NRRD0004\ntype: {'uchar' if kind == 'labels' else 'float'}\ndimension: 3\nsizes: 16 16 4\nendian: little\n"
        "encoding: raw\nspace: left-posterior-superior\nspace directions: (1.5,0,0) (0,1.5,0) (0,0,2)\n"
        "space origin: (-12,-12,2)\nkinds: domain domain domain\n\n"
    )
    path.write_bytes(header.encode() + volume.tobytes())
    return path
