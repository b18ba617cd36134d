//! What the formats owe to the same buffer.

use std::io::Cursor;

use ratatui::{
    layout::Rect,
    style::{Color, Modifier, Style},
};

use super::*;

fn buffer(lines: &[&str]) -> Buffer {
    Buffer::with_lines(lines.iter().copied())
}

fn styled(width: u16, spans: &[(u16, &str, Style)]) -> Buffer {
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, 1));
    for (column, text, style) in spans {
        buffer.set_string(*column, 0, text, *style);
    }
    buffer
}

fn with(modifier: Modifier) -> Style {
    Style::new().add_modifier(modifier)
}

/// Pixels of a PNG, unpacked by the reader of the crate.
struct Pixels {
    width: u32,
    height: u32,
    bytes: Vec<u8>,
}

impl Pixels {
    fn of(buffer: &Buffer, palette: &Palette, scale: u32) -> Self {
        let packed = png(buffer, palette, scale).unwrap();
        let mut decoder = ::png::Decoder::new(Cursor::new(packed));
        decoder.set_transformations(::png::Transformations::EXPAND);
        let mut reader = decoder.read_info().unwrap();
        let mut bytes = vec![0; reader.output_buffer_size().unwrap()];
        let info = reader.next_frame(&mut bytes).unwrap();
        assert_eq!(info.color_type, ::png::ColorType::Rgba);
        Self { width: info.width, height: info.height, bytes }
    }

    fn at(&self, x: u32, y: u32) -> [u8; 4] {
        let start = ((y * self.width + x) * 4) as usize;
        self.bytes[start..start + 4].try_into().unwrap()
    }
}

const fn opaque(Rgb(red, green, blue): Rgb) -> [u8; 4] {
    [red, green, blue, 255]
}

#[test]
fn finds_each_format_by_its_name() {
    for format in Format::ALL {
        assert_eq!(Format::from_name(format.name()), Some(format));
    }
    assert_eq!(Format::from_name("gif"), None);
}

#[test]
fn writes_text_without_trailing_spaces() {
    assert_eq!(text(&buffer(&["a b  ", "", " 日本x", "é│●"])), "a b\n\n 日本x\né│●\n");
    assert_eq!(text(&Buffer::empty(Rect::ZERO)), "");
    assert_eq!(text(&Buffer::empty(Rect::new(7, 9, 0, 2))), "\n\n");
}

#[test]
fn writes_no_escape_sequence_of_a_cell() {
    let mut linked = buffer(&["ab"]);
    linked[(0, 0)].set_symbol("\x1b]8;;https://a.example/<&\x1b\\a\x1b]8;;\x1b\\");
    assert_eq!(text(&linked), "ab\n");
    assert_eq!(ansi(&linked), "ab\n");
    assert!(svg(&linked, &Palette::DARK).contains(">ab</text>"));
    let plain = buffer(&["ab"]);
    let draw = |buffer| png(buffer, &Palette::DARK, 1).unwrap();
    assert_eq!(draw(&linked), draw(&plain));
}

#[test]
fn writes_sgr_only_where_the_look_changes() {
    let red = Style::new().fg(Color::Red);
    let frame = styled(
        12,
        &[
            (0, "ab", red),
            (2, " ", Style::new()),
            (3, "c", red.add_modifier(Modifier::BOLD)),
            (4, "d", red),
            (5, "e", Style::new()),
        ],
    );
    assert_eq!(ansi(&frame), "\x1b[31mab \x1b[1mc\x1b[22md\x1b[0me\n");
}

#[test]
fn keeps_dim_when_bold_ends() {
    let frame =
        styled(2, &[(0, "a", with(Modifier::BOLD | Modifier::DIM)), (1, "b", with(Modifier::DIM))]);
    assert_eq!(ansi(&frame), "\x1b[1;2ma\x1b[0;2mb\x1b[0m\n");
    let colored = Style::new().fg(Color::Rgb(1, 2, 3)).bg(Color::Indexed(99));
    let frame = styled(
        2,
        &[
            (0, "a", colored.add_modifier(Modifier::BOLD | Modifier::DIM)),
            (1, "b", colored.add_modifier(Modifier::DIM)),
        ],
    );
    assert_eq!(ansi(&frame), "\x1b[1;2;38;2;1;2;3;48;5;99ma\x1b[22;2mb\x1b[0m\n");
}

#[test]
fn writes_each_kind_of_colour() {
    let looks = [
        (Style::new().fg(Color::LightCyan), "96"),
        (Style::new().bg(Color::DarkGray), "100"),
        (Style::new().bg(Color::White), "107"),
        (Style::new().fg(Color::Gray), "37"),
        (Style::new().underlined().underline_color(Color::Red), "4;58;5;1"),
        (Style::new().underlined().underline_color(Color::Rgb(7, 8, 9)), "4;58;2;7;8;9"),
        (with(Modifier::ITALIC | Modifier::CROSSED_OUT | Modifier::REVERSED), "3;7;9"),
    ];
    for (style, code) in looks {
        assert_eq!(ansi(&styled(1, &[(0, "x", style)])), format!("\x1b[{code}mx\x1b[0m\n"));
    }
    let back = styled(2, &[(0, "x", with(Modifier::HIDDEN)), (1, "y", Style::new())]);
    assert_eq!(ansi(&back), " y\n");
}

#[test]
fn keeps_blanks_that_can_be_seen() {
    let frame = styled(5, &[(1, " ", Style::new().bg(Color::Blue)), (2, " ", Style::new())]);
    assert_eq!(ansi(&frame), " \x1b[44m \x1b[0m\n");
    let frame = styled(3, &[(0, "  ", with(Modifier::REVERSED))]);
    assert_eq!(ansi(&frame), "\x1b[7m  \x1b[0m\n");
}

#[test]
fn reads_back_as_the_same_screen() {
    let mut frame = buffer(&["┌──┐ 日本 é ", "│<>│ a&b   "]);
    frame.set_style(Rect::new(0, 0, 4, 2), Style::new().fg(Color::Cyan));
    frame.set_style(Rect::new(1, 1, 5, 1), with(Modifier::REVERSED | Modifier::BOLD));
    frame.set_style(Rect::new(5, 0, 3, 1), Style::new().bg(Color::Rgb(9, 8, 7)));
    let mut terminal = vt100::Parser::new(2.try_into().unwrap(), 12.try_into().unwrap(), 0);
    terminal.process(ansi(&frame).trim_end().replace('\n', "\r\n").as_bytes());
    let screen = terminal.screen();
    assert_eq!(screen.contents(), text(&frame).trim_end());
    let cell = |row, column| screen.cell(row, column).unwrap();
    assert_eq!(cell(0, 0).fgcolor(), vt100::Color::Idx(6));
    assert!(cell(1, 4).inverse() && cell(1, 4).bold() && !cell(1, 6).inverse());
    assert_eq!(cell(0, 5).bgcolor(), vt100::Color::Rgb(9, 8, 7));
    assert_eq!(cell(0, 9).bgcolor(), vt100::Color::Default);
}

#[test]
fn draws_a_small_svg() {
    let mut frame = buffer(&["╭─<b", "│⣀ 日"]);
    frame.set_style(Rect::new(2, 0, 2, 1), with(Modifier::BOLD | Modifier::UNDERLINED));
    frame.set_style(Rect::new(1, 1, 2, 1), Style::new().fg(Color::Red).bg(Color::Black));
    insta::assert_snapshot!(svg(&frame, &Palette::DARK), @r##"
    <svg xmlns="http://www.w3.org/2000/svg" width="65" height="58" viewBox="0 0 130 116" font-family="ui-monospace,'JetBrains Mono','SFMono-Regular',Menlo,Consolas,'DejaVu Sans Mono','Liberation Mono',monospace" font-size="30" style="font-variant-ligatures:none" xml:space="preserve">
    <rect width="130" height="116" rx="14" fill="#141a24"/>
    <path fill="#2a3342" shape-rendering="crispEdges" d="M38 58h36v38h-36z"/>
    <path fill="#d9dee8" d="M28 46h2v50h-2zM36 38h20v2h-20zM28 46C28 41.58 31.58 38 36 38L36 40C32.69 40 30 42.69 30 46z"/>
    <path stroke="#f07178" stroke-width="4.6" stroke-linecap="round" d="M42.5 91.25h0M51.5 91.25h0"/>
    <text x="56" y="50" textLength="36" lengthAdjust="spacingAndGlyphs" fill="#d9dee8" font-weight="bold">&lt;b</text>
    <text x="74" y="88" textLength="36" lengthAdjust="spacingAndGlyphs" fill="#d9dee8">日</text>
    <path fill="#d9dee8" d="M56 54h36v2h-36z"/>
    </svg>
    "##);
}

#[test]
fn joins_lines_of_one_colour_in_svg() {
    let page = svg(&buffer(&["────", "", "████", "████"]), &Palette::LIGHT);
    assert!(page.contains("M20 38h72v2h-72z"), "{page}");
    assert!(page.contains("M20 96h72v76h-72z"), "{page}");
    assert_eq!(page.matches("<path").count(), 1);
}

#[test]
fn decodes_to_the_expected_pixels() {
    let mut frame = buffer(&["█ ─", "▒  "]);
    frame[(0, 0)].set_fg(Color::Red);
    frame[(1, 0)].set_bg(Color::Blue);
    frame[(1, 1)].set_style(with(Modifier::REVERSED));
    frame[(2, 1)].set_style(with(Modifier::UNDERLINED).underline_color(Color::Green));
    for (scale, palette) in [(1, Palette::DARK), (2, Palette::LIGHT), (3, Palette::DARK)] {
        let pixels = Pixels::of(&frame, &palette, scale);
        assert_eq!((pixels.width, pixels.height), ((20 + 27) * scale, (20 + 38) * scale));
        // The upper left pixel of each cell, and one unit to the left of the picture's middle.
        let cell = |column: u32, row: u32| ((10 + 9 * column) * scale, (10 + 19 * row) * scale);
        let at = |column, row| {
            let (x, y) = cell(column, row);
            pixels.at(x, y)
        };
        assert_eq!(at(0, 0), opaque(palette.ansi[1]));
        assert_eq!(at(1, 0), opaque(palette.ansi[4]));
        assert_eq!(at(2, 0), opaque(palette.background));
        assert_eq!(at(0, 1), opaque(palette.background.toward(palette.foreground, 2, 4)));
        assert_eq!(at(1, 1), opaque(palette.foreground));
        let (x, y) = cell(2, 0);
        let line: Vec<u32> = (0..19 * scale)
            .filter(|dy| pixels.at(x + 9 * scale - 1, y + dy) == opaque(palette.foreground))
            .collect();
        assert_eq!(line.len(), scale as usize, "a light line is one unit thick");
        let (x, y) = cell(2, 1);
        assert_eq!(pixels.at(x, y + 17 * scale), opaque(palette.ansi[2]));
        assert_eq!(pixels.at(0, 0)[3], 0, "the corner is clear");
        assert_eq!(pixels.at(pixels.width / 2, 0), opaque(palette.background));
    }
}

#[test]
fn draws_letters_upright_on_their_line() {
    let pixels = Pixels::of(&buffer(&["HI"]), &Palette::DARK, 2);
    let rows: Vec<u32> = (20..58)
        .filter(|y| (20..38).any(|x| pixels.at(x, *y) == opaque(Palette::DARK.foreground)))
        .collect();
    assert_eq!((rows.first(), rows.last()), (Some(&29), Some(&49)), "from cap height to baseline");
    let gap = (20..58).all(|y| pixels.at(38, y) == opaque(Palette::DARK.background));
    assert!(gap, "letters do not touch");
}

#[test]
fn packs_few_colours_in_a_table_and_many_in_full() {
    let color_type = |buffer: &Buffer| png(buffer, &Palette::DARK, 1).unwrap()[25];
    let mut frame = buffer(&["x".repeat(90).as_str()]);
    assert_eq!(color_type(&frame), 3);
    for x in 0..90 {
        frame[(x, 0)].set_fg(Color::Rgb(x as u8 * 2, 255 - x as u8, 40));
    }
    assert_eq!(color_type(&frame), 6);
}

#[test]
fn gives_the_same_bytes_twice() {
    let mut frame = buffer(&["╭ Goïta Ménaka ╮ ●━◆ ⣿⡇ ▂▅█ Київ"]);
    frame.set_style(Rect::new(2, 0, 12, 1), with(Modifier::BOLD | Modifier::ITALIC));
    for format in Format::ALL {
        let draw = || format.draw(&frame, &Palette::LIGHT, 2).unwrap();
        assert_eq!(draw(), draw(), "{}", format.name());
    }
}

/// The same area measured on another machine must give the same pixels; this number is that promise.
#[test]
fn keeps_its_pixels_from_one_version_to_the_next() {
    let mut frame = buffer(&["aé日Жẹ \u{301}│╭◆○★→⟦⣿▅"]);
    frame.set_style(Rect::new(0, 0, 4, 1), with(Modifier::ITALIC | Modifier::BOLD));
    let pixels = Pixels::of(&frame, &Palette::DARK, 2);
    let sum = pixels.bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(*byte)).wrapping_mul(0x0100_0000_01b3)
    });
    assert_eq!(format!("{sum:016x}"), "20b2c46c5299913e");
}

#[test]
fn draws_any_buffer_in_every_format() {
    let mut odd = Buffer::empty(Rect::new(60_000, 65_000, 5, 2));
    for (n, symbol) in ["", "\0", "\u{301}\u{302}", "\x1b[31m", "👩‍👩‍👧‍👦"].into_iter().enumerate()
    {
        odd.content[n].set_symbol(symbol);
        odd.content[n].modifier = Modifier::all();
        odd.content[n + 5].set_symbol(symbol);
    }
    let short = Buffer { area: Rect::new(0, 0, 9, 9), content: Vec::new() };
    let tall = Buffer::empty(Rect::new(0, 0, 0, 7));
    for buffer in [&odd, &short, &tall, &Buffer::empty(Rect::ZERO)] {
        for format in Format::ALL {
            for scale in [0, 1, 5] {
                assert!(format.draw(buffer, &Palette::DARK, scale).is_ok());
            }
        }
    }
}

#[test]
fn refuses_more_pixels_than_can_be_held() {
    let frame = Buffer::empty(Rect::new(0, 0, 80, 24));
    for scale in [500, u32::MAX] {
        let refused = png(&frame, &Palette::DARK, scale);
        assert!(matches!(refused, Err(PictureError::TooLarge { columns: 80, rows: 24, .. })));
    }
}

mod random {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        /// What comes out of one format is what comes out of the other, whatever the cells hold.
        #[test]
        fn agrees_between_text_and_ansi(
            width in 1_u16..12,
            cells in prop::collection::vec(("\\PC{0,2}", 0_u16..512, 0_u8..18), 1..36),
        ) {
            let height = (cells.len() as u16).div_ceil(width);
            let mut frame = Buffer::empty(Rect::new(0, 0, width, height));
            for (cell, (symbol, bits, color)) in frame.content.iter_mut().zip(&cells) {
                cell.set_symbol(symbol).set_fg(Color::Indexed(*color));
                cell.modifier = Modifier::from_bits_truncate(*bits);
            }
            let mut bare = String::new();
            let mut inside = false;
            for c in ansi(&frame).chars() {
                match c {
                    '\x1b' => inside = true,
                    'm' if inside => inside = false,
                    _ if !inside => bare.push(c),
                    _ => {}
                }
            }
            let trimmed: Vec<&str> = bare.lines().map(|line| line.trim_end_matches(' ')).collect();
            let plain = text(&frame);
            prop_assert_eq!(trimmed, plain.lines().collect::<Vec<_>>());
            prop_assert!(png(&frame, &Palette::DARK, 1).is_ok());
            let page = svg(&frame, &Palette::LIGHT);
            prop_assert!(page.starts_with("<svg ") && page.ends_with("</svg>\n"));
        }
    }
}
