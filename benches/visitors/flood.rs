//! Visitors who type as fast as their line allows: what they cost, and what somebody else notices.

use std::{
    iter,
    time::{Duration, Instant},
};

use tokio::{
    task::JoinSet,
    time::{sleep_until, timeout_at},
};

use super::{
    Fails,
    server::Server,
    table::{Line, Times, percent},
    visitor::Visitor,
};

/// So many of them, and for how long.
const ALL: u32 = 4;
const TIME: Duration = Duration::from_secs(6);
/// What they may take of one core.
const MOST_SHARE: f64 = 0.1;
/// The time from one key of the other visitor to the next.
const PAUSE: Duration = Duration::from_millis(50);
/// What is sent at a time.
const AT_ONCE: usize = 8192;
/// Keys that lead nowhere in particular, and not out.
const KEYS: &[u8] = b"jkhl+-cgesmxXFLrnNuU[]<>_Z/*!~ \t\r\x1b\x7f0123456789";

/// Lets them type.
pub(crate) async fn measure(data: &[String]) -> Result<(), Fails> {
    let server = Server::start(data)?;
    let mut other = Visitor::arrive(server.port).await?;
    let mut flooding = JoinSet::new();
    let mut floods = Vec::new();
    for n in 0..ALL {
        floods.push((Visitor::arrive(server.port).await?, junk(n)));
    }
    let before = server.usage()?;
    let start = Instant::now();
    for (mut visitor, junk) in floods {
        // Each ends when it is dropped, or when the server has had enough of it.
        flooding.spawn(async move { visitor.type_for_ever(&junk).await });
    }
    let (mut waits, end) = (Times::default(), start + TIME);
    for key in [b"k", b"j"].into_iter().cycle() {
        let pressed = Instant::now();
        if pressed + PAUSE > end {
            break;
        }
        other.press(key).await?;
        // A frame that is not there at the end has taken at least so long.
        if let Ok(frame) = timeout_at(end.into(), other.frame()).await {
            frame?;
        }
        waits.push(pressed.elapsed());
        sleep_until((pressed + PAUSE).into()).await;
    }
    let share = server.usage()?.share_since(&before);
    let scenario = format!("{ALL} type without end");
    let line = |figure| Line::new(&scenario, figure);
    let goal = format!("at most {} of one core", percent(MOST_SHARE));
    line("processor").print_beside(&goal, percent(share), share <= MOST_SHARE);
    line("ms key to frame of another: p50 / p99 / max").print(waits.summary());
    Ok(())
}

/// Returns keys without an order, for each visitor others.
fn junk(visitor: u32) -> Vec<u8> {
    let next = |chance: &u32| Some(chance.wrapping_mul(1_664_525).wrapping_add(1_013_904_223));
    let chances = iter::successors(Some(visitor), next).take(AT_ONCE);
    chances.map(|chance| KEYS[(chance >> 16) as usize % KEYS.len()]).collect()
}
