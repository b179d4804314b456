//! Bars, as SVG: ours in another colour than the others', in both colour schemes.

use std::fmt::Write as _;
use std::fs;

use anyhow::Result;

use super::number;
use crate::shell::root;

pub(super) struct Bar {
    pub(super) name: String,
    pub(super) value: f64,
    pub(super) is_ours: bool,
}

pub(super) struct Chart {
    pub(super) title: &'static str,
    pub(super) unit: &'static str,
    pub(super) bars: Vec<Bar>,
}

const WIDTH: f64 = 720.0;
const NAMES: f64 = 250.0;
const NUMBERS: f64 = 80.0;
const ROW: f64 = 30.0;
const TOP: f64 = 40.0;

const STYLE: &str = "text{font:14px system-ui,sans-serif;fill:#1e2b3c}.title{font-weight:600}.ours{fill:#0062ba}\
                     .other{fill:#a8b3c2}.bold{font-weight:600}\
                     @media (prefers-color-scheme:dark){text{fill:#e8edf4}.ours{fill:#69b3ff}.other{fill:#56647a}}";

impl Chart {
    /// Writes the chart into docs/images, and returns the Markdown that shows it.
    pub(super) fn write(&self, name: &str) -> Result<String> {
        let svg = self.svg()?;
        fs::write(root().join(format!("docs/images/{name}.svg")), svg)?;
        Ok(format!("![{}: bars, as in the table](images/{name}.svg)\n", self.title))
    }

    fn svg(&self) -> Result<String> {
        let longest =
            self.bars.iter().map(|bar| bar.value).filter(|value| value.is_finite()).fold(1e-9, f64::max);
        let rows = self.bars.iter().filter(|bar| bar.value.is_finite());
        let height = rows.clone().fold(TOP + 10.0, |height, _| height + ROW);
        let mut svg = format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height}\" role=\"img\" aria-label=\"{0}\">\
             <style>{STYLE}</style><text class=\"title\" x=\"0\" y=\"20\">{0}, {1} (shorter is better)</text>\n",
            self.title, self.unit
        );
        let mut y = TOP;
        for Bar { name, value, is_ours } in rows {
            let length = (value / longest * (WIDTH - NAMES - NUMBERS)).max(1.0);
            let (class, weight) = if *is_ours { ("ours", " class=\"bold\"") } else { ("other", "") };
            let (text_y, number_x) = (y + 15.0, NAMES + length + 8.0);
            writeln!(
                svg,
                "<text{weight} x=\"0\" y=\"{text_y}\">{name}</text>\
                 <rect class=\"{class}\" x=\"{NAMES}\" y=\"{y}\" width=\"{length:.1}\" height=\"20\" rx=\"3\"/>\
                 <text{weight} x=\"{number_x:.1}\" y=\"{text_y}\">{}</text>",
                number(*value)
            )?;
            y += ROW;
        }
        svg.push_str("</svg>\n");
        Ok(svg)
    }
}
