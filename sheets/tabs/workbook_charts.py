"""The charts of the summary in a workbook: months as columns, categories as a pie."""

from typing import Final

from openpyxl.chart import BarChart, PieChart, Reference
from openpyxl.chart.axis import ChartLines
from openpyxl.chart.label import DataLabelList
from openpyxl.chart.marker import DataPoint
from openpyxl.chart.shapes import GraphicalProperties
from openpyxl.chart.text import RichText, Text
from openpyxl.chart.title import Title
from openpyxl.drawing.line import LineProperties
from openpyxl.drawing.text import CharacterProperties, Paragraph, ParagraphProperties, RegularTextRun
from openpyxl.worksheet.worksheet import Worksheet

from sheets.layout import Language
from sheets.tabs.content import FIRST_CATEGORY
from sheets.tabs.summary import MOST, word

COLORS: Final = ("0072B2", "E69F00")
SLICES: Final = ("0072B2", "E69F00", "009E73", "CC79A7", "56B4E9", "D55E00", "9AA0A6")
"""Colours of Okabe and Ito, which people who are colour-blind tell apart; grey for the rest."""

_SIZES_CM: Final = {"months": (8.3, 23.0), "pie": (8.3, 16.0)}


def add_charts(tab: Worksheet, language: Language) -> None:
    """Put both charts between the months and the categories."""
    tab.add_chart(_months(tab, language), "A8")
    tab.add_chart(_pie(tab, language), "I8")


def _months(tab: Worksheet, language: Language) -> BarChart:
    chart = BarChart()
    chart.title = _title(word("months", language))
    chart.height, chart.width = _SIZES_CM["months"]  # type: ignore[assignment] # the stubs know whole numbers only
    chart.add_data(
        Reference(tab, min_col=1, max_col=13, min_row=4, max_row=5), from_rows=True, titles_from_data=True
    )
    chart.set_categories(Reference(tab, min_col=2, max_col=13, min_row=3))
    chart.gapWidth, chart.overlap = 60, -5
    for series, color in zip(chart.series, COLORS, strict=True):
        series.graphicalProperties.solidFill = color
        series.graphicalProperties.line.noFill = True
    chart.x_axis.delete = chart.y_axis.delete = False
    chart.y_axis.number_format = "#,##0"
    chart.y_axis.majorGridlines = ChartLines(spPr=GraphicalProperties(ln=LineProperties(solidFill="E0E0E0")))
    chart.y_axis.graphicalProperties = GraphicalProperties(ln=LineProperties(noFill=True))
    chart.legend.position = "b"
    return chart


def _pie(tab: Worksheet, language: Language) -> PieChart:
    first, last = FIRST_CATEGORY + 1, FIRST_CATEGORY + MOST + 1
    chart = PieChart()
    chart.title = _title(word("pie", language))
    chart.height, chart.width = _SIZES_CM["pie"]  # type: ignore[assignment] # same
    chart.add_data(Reference(tab, min_col=17, min_row=first, max_row=last))
    chart.set_categories(Reference(tab, min_col=16, min_row=first, max_row=last))
    [series] = chart.series
    for number, color in enumerate(SLICES):
        point = DataPoint(idx=number)
        point.graphicalProperties.solidFill = color
        series.dPt.append(point)
    chart.dataLabels = DataLabelList(
        showCatName=True,
        showPercent=True,
        showVal=False,
        showSerName=False,
        showLegendKey=False,
        numFmt="0%;;",
        separator=" ",
    )
    chart.legend = None
    return chart


def _title(words: str) -> Title:
    """The words above a chart, smaller than programs make them by themselves."""
    look = CharacterProperties(sz=1200, b=True, solidFill="424242")
    line = Paragraph(pPr=ParagraphProperties(defRPr=look), r=[RegularTextRun(rPr=look, t=words)])
    title = Title(overlay=False)
    title.tx = Text(rich=RichText(p=[line]))
    return title
