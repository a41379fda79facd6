"""dcmjs (npm): a segmentation, a parametric map and a report derived of a CT series.

The folder that has its `node_modules` is the environment variable `VALIDICOM_NODE`.
"""

from __future__ import annotations

import os
import pathlib

from . import sources, tools

NAME = "dcmjs"
NEEDS = "npm: dcmjs (VALIDICOM_NODE names the folder with node_modules)"
SCRIPT = """
const fs = require("fs");
const dcmjs = require("dcmjs");
const [kind, out, ...files] = process.argv.slice(2);
const datasets = files.map((file) => {
  const read = dcmjs.data.DicomMessage.readFile(new Uint8Array(fs.readFileSync(file)).buffer);
  const dataset = dcmjs.data.DicomMetaDictionary.naturalizeDataset(read.dict);
  dataset._meta = dcmjs.data.DicomMetaDictionary.namifyDataset(read.meta);
  return dataset;
});
let made;
if (kind === "again") made = datasets[0];
else if (kind === "frames") made = dcmjs.normalizers.Normalizer.normalizeToDataset(datasets);
else {
  const frames = dcmjs.normalizers.Normalizer.normalizeToDataset(datasets);
  if (kind === "seg") {
    const segmentation = new dcmjs.derivations.Segmentation([frames]);
    const code = (value, meaning) => ({ CodeValue: value, CodingSchemeDesignator: "SCT", CodeMeaning: meaning });
    segmentation.setNumberOfFrames(files.length);
    segmentation.addSegment({
      SegmentLabel: "Segment 1", SegmentAlgorithmType: "AUTOMATIC", SegmentAlgorithmName: "Finder",
      SegmentedPropertyCategoryCodeSequence: code("49755003", "Morphologically Altered Structure"),
      SegmentedPropertyTypeCodeSequence: code("108369006", "Neoplasm"),
    }, new Uint8Array(16 * 16 * files.length).map((_, index) => index % 2), files.map((_, index) => index + 1));
    segmentation.bitPackPixelData();
    made = segmentation.dataset;
  } else if (kind === "map") made = new dcmjs.derivations.ParametricMap([frames]).dataset;
  else made = new dcmjs.derivations.StructuredReport([frames]).dataset;
}
fs.writeFileSync(out, Buffer.from(dcmjs.data.datasetToDict(made).write()));
"""


def objects(work: pathlib.Path) -> dict[str, tools.Write]:
    """Every object, by name."""
    node = os.environ.get("VALIDICOM_NODE")
    if node is None:
        raise tools.NotHad("VALIDICOM_NODE is not set")
    files = sources.save(sources.ct(), work / "ct")
    script = work / "make.cjs"
    script.write_text(SCRIPT, encoding="utf-8")
    (work / "node_modules").symlink_to(pathlib.Path(node) / "node_modules")
    return {
        kind: lambda path, kind=kind: tools.run("node", script, kind, path, *files, cwd=work)
        for kind in ("again", "frames", "seg", "map", "report")
    }
