//! `dateline` explores dated events in a terminal: who, where, when, and according to whom.
//!
//! # Bird's-eye view
//! **The screen is a function of one question and one answer.** What the person has chosen (filters, time
//! window, selection) is a [`question::Question`]. Whatever holds the events, an [`engine::Engine`], turns
//! it into an [`question::Answer`] (rows, facet counts, density, detail). The view draws the answer and
//! nothing else.
//!
//! ```text
//! what happened   what the person wants   new state + what the outside must do     one question, one answer
//! Input --keymap--> Action --App::update--> Option<Effect> --Host::perform-->  ...
//!                           App::question() --Engine::answer--> Answer --App::accept--> ui::draw -> Buffer
//! ```
//!
//! # Layers, from the bottom
//! | layer | may use | must not |
//! |---|---|---|
//! | [`domain`] | std, chrono, edtf-core, Unicode tables, numbers as bytes | serde, ratatui, the clock, IO |
//! | [`question`] | domain | the same |
//! | [`engine`], [`store`], [`formats`] | domain, question, their own crates | app, ui |
//! | [`app`] | domain, question, geometry values | widgets, styles, crossterm, the clock, an engine |
//! | [`ui`], [`picture`] | domain, question, app, ratatui | crossterm, `&mut App` |
//! | [`runtime`] | app, ui, picture, the engine trait | store, cli |
//! | [`cli`] | everything | logic that is not wiring |
//!
//! **Invariant:** arrows point down only; `tests/it/layers.rs` reads every `crate::` path and fails otherwise.
//!
//! **Invariant:** text from outside becomes [`domain::Clean`] where it is read, so no other place has to
//! remember that a title may hold an escape sequence.
//!
//! **Invariant:** the pure layers read no file, no environment and no clock (`clippy::disallowed_methods`).
//!
//! # Where do I change ...
//! | change | files |
//! |---|---|
//! | a new key for an action | `app/keymap.rs` (help, footer and the README's table follow; a test says so) |
//! | a new action | `app/action.rs` and `action/names.rs`, its arm in `app/act.rs`, a row in `app/keymap.rs` |
//! | a new panel | `app/regions.rs`, `ui/<name>.rs` |
//! | a new dataset field | `domain/event.rs` and `domain/pack.rs`, `store/ron/record.rs` |
//! | how a large file is read | `store/stream.rs`, into `engine/memory/builder.rs`; `cli/reading.rs` shows its beginning meanwhile |
//! | what is asked of events | `engine/memory/matcher.rs`; what is counted of them: `engine/memory/listed.rs` |
//! | what is kept of events in the cache | `engine/memory/{builder,kept}.rs`; count up `LAYOUT` |
//! | what a person keeps about a dataset | `domain/notebook.rs`, `store/notebook/format.rs` |
//! | how something is kept of files that were opened | `store/cache.rs`, `cli/cache.rs` |
//! | a new format of `list` | `formats/<name>.rs`, `cli/list.rs` |
//! | a new output of `render` | `picture/<name>.rs` and its row in `picture.rs` |
//! | a name of the query language | `question/language/values.rs` (`fields`, completions and the man page follow) |
//! | a new setting | `cli/config/{read,settings,show}.rs`, and a value of the app or the engine |
//! | what guests of a server may ask | `cli/guest/arguments.rs`, answered in `cli/guest.rs` by what answers here |
//! | a new subcommand | `cli/<name>.rs` and its arm in `cli.rs` |
//! | a new effect on the outside | `app/effect.rs`; the compiler then asks every host |
//! | what a guest or a locked terminal may do | `app/caps.rs`; on the command line `cli/locked.rs` |
//! | what a visitor's terminal sends and says | `runtime/ssh/{decoder,client}.rs` |
//! | a limit of the server | `runtime/ssh/limits.rs`, and its flag in `cli/arguments/serve.rs` |
//! | what a presenter shows to others | `app/stage.rs`, `ui/stage.rs`; for who does nothing `app/tour.rs` |

pub mod app;
pub mod cli;
pub mod domain;
pub mod engine;
pub mod formats;
pub mod picture;
pub mod question;
pub mod runtime;
pub mod store;
pub mod ui;
