//! Visitors who go on typing and no longer read: what that adds to the server's memory, and when it cuts them off.

use std::time::{Duration, Instant};

use tokio::{task::JoinSet, time::sleep};

use super::{
    Fails,
    server::Server,
    table::{Line, megabytes},
    visitor::Visitor,
};

/// So many of them.
const ALL: usize = 20;
/// The time from one key to the next. Each asks for a whole frame, so that what the system keeps is full at once.
const PAUSE: Duration = Duration::from_millis(50);
const WHOLE_FRAME: &[u8] = b"\x0c";
/// From here on nothing may be added.
const FILLED: Duration = Duration::from_secs(1);
/// What one page more or less of each is.
const NOTHING: i64 = 4096 * ALL as i64;
/// How long a frame may wait for somebody who does not read, and how much later the last of them may be cut off.
const STUCK: Duration = Duration::from_secs(15);
const LITTLE: Duration = Duration::from_secs(2);
/// How often the memory is looked at, and for how long at most.
const LOOK: Duration = Duration::from_millis(100);
const PATIENCE: Duration = Duration::from_secs(25);

/// Lets them stop reading.
pub(crate) async fn measure(data: &[String]) -> Result<(), Fails> {
    let server = Server::start(data)?;
    let mut typing = JoinSet::new();
    for _ in 0..ALL {
        let visitor = Visitor::arrive_narrowly(server.port).await?;
        typing.spawn(async move {
            visitor.stop_reading();
            // It ends when the server has cut it off.
            while visitor.press(WHOLE_FRAME).await.is_ok() {
                sleep(PAUSE).await;
            }
        });
    }
    let start = Instant::now();
    let (mut filled, mut most, mut gone) = (None, 0, Vec::new());
    while gone.len() < ALL && start.elapsed() < PATIENCE {
        sleep(LOOK).await;
        gone.extend(server.ends());
        let usage = server.usage()?;
        if start.elapsed() >= FILLED {
            let filled = filled.get_or_insert(usage);
            most = usage.growth_since(filled).max(most);
        }
    }
    let last = gone.iter().map(|end| end.at.duration_since(start)).max().unwrap_or_default();
    let is_in_time = gone.len() == ALL && last <= STUCK + LITTLE;
    let is_stuck = gone.iter().all(|end| end.reason == "stuck");
    let scenario = format!("{ALL} stop reading");
    let line = |figure| Line::new(&scenario, figure);
    line("memory added after the first second").print_beside(
        "none",
        megabytes(most),
        most <= NOTHING,
    );
    line("cut off, and when the last").print_beside(
        &format!("all, {} s and a little", STUCK.as_secs()),
        format!("{}, {:.1} s", gone.len(), last.as_secs_f64()),
        is_in_time,
    );
    if !is_stuck {
        let mut reasons: Vec<_> = gone.into_iter().map(|end| end.reason).collect();
        reasons.dedup();
        line("why").print_beside("stuck", reasons.join(", "), false);
    }
    Ok(())
}
