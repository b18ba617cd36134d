//! The signs that are drawn: a set for terminals with Unicode, and one of plain ASCII.

/// The signs. Shape says what colour says as well: filled is exact, hollow or dashed is vague, a bar lasted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Glyphs {
    /// Whether all text is to be written in ASCII as well.
    pub ascii: bool,
    /// In front of the selected row.
    pub cursor: &'static str,
    /// At a marked event.
    pub mark: &'static str,
    /// At an event whose claims cannot all be true.
    pub conflict: &'static str,
    /// Known to the cell or better.
    pub exact: &'static str,
    /// Vague, but within a cell.
    pub vague: &'static str,
    /// A vague span: its start, middle and end.
    pub span: [&'static str; 3],
    /// Something that lasted: its start, middle and end.
    pub lasting: [&'static str; 3],
    /// Something that lasted less than a cell.
    pub brief: &'static str,
    /// Runs on to the left, to the right.
    pub beyond: [&'static str; 2],
    /// A line of the grid.
    pub grid: &'static str,
    /// Where the axis is folded.
    pub fold: &'static str,
    /// Where something was cut off.
    pub ellipsis: &'static str,
    /// Behind a date of which not all that is known is shown.
    pub cut_date: &'static str,
    /// Between two things in a line.
    pub dot: &'static str,
    /// Bars of eighths, the lowest first.
    pub bars: [&'static str; 8],
    /// Where events are hidden by the filter.
    pub hidden: &'static str,
    /// Around the window on the strip.
    pub window: [&'static str; 2],
    /// A horizontal rule.
    pub rule: &'static str,
    /// Included, excluded, neither.
    pub choice: [&'static str; 3],
    /// Bars of a facet: full, then the eighths of a last cell, the shortest first; a line has halves only, but none sticks out.
    pub count: [&'static str; 8],
    /// In front of what is excluded.
    pub minus: &'static str,
    /// The corners and sides of a frame: ┌ ┐ └ ┘ ─ │.
    pub frame: [&'static str; 6],
    /// The same for the pane that has the focus.
    pub focus: [&'static str; 6],
    /// In front of a link.
    pub link: &'static str,
    /// Behind a group whose parts are listed below it, and behind one whose parts are folded away.
    pub parts: [&'static str; 2],
    /// Takes a chip away.
    pub close: &'static str,
}

/// For terminals with Unicode.
pub const UNICODE: Glyphs = Glyphs {
    ascii: false,
    cursor: "▌",
    mark: "★",
    conflict: "≠",
    exact: "●",
    vague: "○",
    span: ["╶", "╌", "╴"],
    lasting: ["┣", "━", "┫"],
    brief: "■",
    beyond: ["◂", "▸"],
    grid: "┊",
    fold: "╱",
    ellipsis: "…",
    cut_date: "…",
    dot: "·",
    bars: ["▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"],
    hidden: "·",
    window: ["⟦", "⟧"],
    rule: "─",
    choice: ["[x]", "[−]", "[ ]"],
    count: ["━", "╸", "╸", "╸", "╸", "╸", "━", "━"],
    minus: "−",
    frame: ["┌", "┐", "└", "┘", "─", "│"],
    focus: ["┏", "┓", "┗", "┛", "━", "┃"],
    link: "→",
    parts: [" ▾", " ▸"],
    close: "×",
};

/// For terminals without.
pub const ASCII: Glyphs = Glyphs {
    ascii: true,
    cursor: ">",
    mark: "@",
    conflict: "!",
    exact: "*",
    vague: "o",
    span: ["(", "~", ")"],
    lasting: ["[", "#", "]"],
    brief: "#",
    beyond: ["<", ">"],
    grid: " ",
    fold: "/",
    ellipsis: "..",
    // Two dots behind a date would be an open end.
    cut_date: ">",
    dot: "-",
    bars: [".", ":", "-", "=", "+", "*", "#", "#"],
    hidden: ",",
    window: ["[", "]"],
    rule: "-",
    choice: ["[x]", "[-]", "[ ]"],
    count: ["#", "", "", "", "", "", "", ""],
    minus: "-",
    frame: ["+", "+", "+", "+", "-", "|"],
    focus: ["#", "#", "#", "#", "=", "#"],
    link: "->",
    parts: [" v", " >"],
    close: "x",
};
