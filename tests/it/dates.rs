//! Dates against the examples of the EDTF specification.

use dateline::domain::When;

/// One row of the sample: the columns that are checked.
pub(super) struct Row {
    pub(super) input: String,
    pub(super) level: String,
    pub(super) valid: bool,
    pub(super) earliest: String,
    pub(super) latest: String,
}

#[test]
fn reads_the_examples_of_the_specification() {
    let rows = rows();
    assert_eq!(rows.len(), 80);
    let mut wrong = Vec::new();
    for row in &rows {
        let input = &row.input;
        match When::parse(input) {
            Err(error) if row.valid => wrong.push(format!("{input}: {error}")),
            Ok(_) if !row.valid => wrong.push(format!("{input} is accepted")),
            Err(_) => {}
            Ok(when) => {
                if when.level().to_string() != row.level {
                    wrong.push(format!("{input}: level {} for {}", when.level(), row.level));
                }
                let bounds = when.bound_texts();
                let wanted = (row.earliest.clone(), row.latest.clone());
                if !wanted.0.is_empty() && bounds != wanted {
                    wrong.push(format!("{input}: {bounds:?} for {wanted:?}"));
                }
                // One example is spelt in a way that the specification itself does not prefer.
                let preferred = if input == "?2004-06-~11" { "2004?-06-~11" } else { input };
                if when.canonical() != preferred {
                    wrong.push(format!("{input}: spelt {}", when.canonical()));
                }
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

pub(super) fn rows() -> Vec<Row> {
    let text = include_str!("../samples/edtf_spec_examples.csv");
    text.lines()
        .skip(1)
        .map(|line| {
            let [input, level, valid, earliest, latest] = std::array::from_fn(|n| cell(line, n));
            Row { input, level, valid: valid == "1", earliest, latest }
        })
        .collect()
}

/// Returns a cell of a line; quotes stand only around whole cells, and no cell holds a quote.
fn cell(line: &str, n: usize) -> String {
    let mut cells = vec![String::new()];
    let mut quoted = false;
    for c in line.chars() {
        match c {
            '"' => quoted = !quoted,
            ',' if !quoted => cells.push(String::new()),
            _ => cells.iter_mut().last().into_iter().for_each(|cell| cell.push(c)),
        }
    }
    cells.swap_remove(n)
}
