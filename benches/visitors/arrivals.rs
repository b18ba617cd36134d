//! Visitors who all come at once, and what one arrival costs.

use std::time::{Duration, Instant};

use tokio::{task::JoinSet, time::sleep};

use super::{
    Fails,
    server::Server,
    table::{Line, Times, milliseconds},
    visitor::{self, Visitor},
};

/// So many come at once.
pub(crate) const ALL: usize = 500;
/// How long it may take until the last of them has a screen.
const MOST: Duration = Duration::from_secs(2);
/// So many connect one after the other, and log in.
const KNOCKS: u32 = 200;
/// How long the server has to come to rest.
const REST: Duration = Duration::from_millis(500);

/// Lets them come.
pub(crate) async fn measure(data: &[String]) -> Result<(), Fails> {
    let server = Server::start(data)?;
    // What is made for the first visitor is there for all.
    Visitor::arrive(server.port).await?.quit().await?;
    sleep(REST).await;
    let before = server.usage()?;
    let start = Instant::now();
    let mut coming = JoinSet::new();
    for _ in 0..ALL {
        let port = server.port;
        coming.spawn(async move {
            let visitor = Visitor::arrive(port).await?;
            Ok::<_, Fails>((visitor, start.elapsed()))
        });
    }
    let (mut there, mut times, mut outside) = (Vec::new(), Times::default(), Vec::new());
    while let Some(arrived) = coming.join_next().await {
        match arrived? {
            Ok((visitor, time)) => {
                there.push(visitor);
                times.push(time);
            }
            Err(error) => outside.push(error.to_string()),
        }
    }
    let work = server.usage()?.work_since(&before) / ALL as u32;
    let scenario = format!("{ALL} come at once");
    let line = |figure| Line::new(&scenario, figure);
    let last = times.at(100);
    line("median until there is a screen").print(format!("{} ms", milliseconds(times.at(50))));
    line("until the last has a screen").print_beside(
        &format!("{} ms", milliseconds(MOST)),
        format!("{} ms", milliseconds(last)),
        last <= MOST && outside.is_empty(),
    );
    line("processor time per arrival, with its frame").print(format!("{} µs", work.as_micros()));
    if let Some(why) = outside.first() {
        let count = format!("{} ({why})", outside.len());
        line("visitors who stayed outside").print_beside("none", count, false);
    }
    drop(there);
    sleep(REST).await;
    let before = server.usage()?;
    for _ in 0..KNOCKS {
        drop(visitor::knock(server.port).await?);
    }
    let work = server.usage()?.work_since(&before) / KNOCKS;
    let scenario = format!("{KNOCKS} log in, and no more");
    Line::new(&scenario, "processor time for each").print(format!("{} µs", work.as_micros()));
    Ok(())
}
