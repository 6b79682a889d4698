"""What a chart shows, for whoever draws it: its labels, and its series with their numbers."""

from playground.sheets.area import Area
from playground.sheets.display import shown
from playground.sheets.errors import Json
from playground.sheets.formulas import Calculator
from playground.sheets.spreadsheet import Spreadsheet


def drawn(sheet: Spreadsheet, calculator: Calculator, chart: Json) -> Json | None:
    """The title, the kind, the labels and the series of a chart; None for a kind that is not drawn here."""
    spec = chart["spec"]
    title = {"id": chart["chartId"], "title": spec.get("title", "")}
    if "basicChart" in spec:
        return {**title, "kind": "columns", **_columns(sheet, calculator, spec["basicChart"])}
    if "pieChart" in spec:
        pie = spec["pieChart"]
        labels = [text for text, _ in _cells(sheet, calculator, pie["domain"])]
        values = [value for _, value in _cells(sheet, calculator, pie["series"])]
        return {**title, "kind": "pie", "labels": labels, "series": [{"name": "", "values": values}]}
    return None


def _columns(sheet: Spreadsheet, calculator: Calculator, basic: Json) -> Json:
    headers = int(basic.get("headerCount", 0))
    domains = [_cells(sheet, calculator, one["domain"]) for one in basic.get("domains", [])]
    series = []
    for one in basic.get("series", []):
        cells = _cells(sheet, calculator, one["series"])
        name = cells[0][0] if headers and cells else ""
        series.append({"name": name, "values": [value for _, value in cells[headers:]]})
    labels = [text for text, _ in domains[0][headers:]] if domains else []
    return {"labels": labels, "series": series}


def _cells(sheet: Spreadsheet, calculator: Calculator, data: Json) -> list[tuple[str, float]]:
    """What is shown in the cells of a ChartData, and their numbers; 0 where there is none."""
    found = []
    for source in data.get("sourceRange", {}).get("sources", []):
        tab = sheet.tab(int(source.get("sheetId", 0)))
        box = Area.of(source).within(tab.grid.height, tab.grid.columns)
        for row in range(box.top, box.bottom):
            for column in range(box.left, box.right):
                cell = calculator.shown(tab, row, column)
                number = cell.value if isinstance(cell.value, float) else 0.0
                found.append((shown(cell, sheet.locale), number))
    return found
