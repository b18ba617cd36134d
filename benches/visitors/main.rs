//! Many visitors at once: `cargo bench --bench visitors [-- VISITORS... [FILE...]]`.
//!
//! Starts `dateline serve` on this machine, lets visitors come, look around, misbehave and leave, and prints tables
//! in Markdown of what that costs the server, beside the goals. `-- 50 200 500 1000` prints a row for each crowd;
//! `-- arrivals`, `-- stalled` and `-- flood` do only that; any other word is data to show, as `dateline serve` takes
//! it. It ends by itself, in two minutes or less with one crowd, and takes the server with it. Memory and processor time are read from `/proc`, so it runs on
//! Linux only.

#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a benchmark prints its figures")]

mod arrivals;
mod crowd;
mod flood;
mod limits;
mod server;
mod stalled;
mod table;
mod visitor;

use std::{env, fs, process::ExitCode, thread, time::Duration};

use tokio::{
    runtime::Runtime,
    signal::unix::{SignalKind, signal},
    time::timeout,
};

use self::table::Line;

/// What may go wrong, and then ends it all.
type Fails = Box<dyn std::error::Error + Send + Sync>;

/// The crowd when nobody names one.
const CROWD: usize = 200;
/// What everything but the crowds may take, and what a crowd may.
const PATIENCE: Duration = Duration::from_secs(75);
const PATIENCE_WITH_A_CROWD: Duration = Duration::from_secs(45);

/// What is to be measured.
struct Plan {
    /// Visitors of each crowd.
    crowds: Vec<usize>,
    scenarios: Vec<Scenario>,
    /// What the server shows.
    data: Vec<String>,
}

/// What visitors do besides looking around.
#[derive(Clone, Copy)]
enum Scenario {
    Arrivals,
    Stalled,
    Flood,
}

impl Scenario {
    const ALL: [(&'static str, Self); 3] =
        [("arrivals", Self::Arrivals), ("stalled", Self::Stalled), ("flood", Self::Flood)];
}

impl Plan {
    fn read(words: impl Iterator<Item = String>) -> Self {
        let mut plan = Self { crowds: Vec::new(), scenarios: Vec::new(), data: Vec::new() };
        for word in words {
            let scenario = Scenario::ALL.iter().find(|(name, _)| *name == word);
            match (word.parse(), scenario) {
                (Ok(visitors), _) => plan.crowds.push(visitors),
                (_, Some((_, scenario))) => plan.scenarios.push(*scenario),
                _ => plan.data.push(word),
            }
        }
        if plan.scenarios.is_empty() {
            plan.scenarios.extend(Scenario::ALL.map(|(_, scenario)| scenario));
            if plan.crowds.is_empty() {
                plan.crowds.push(CROWD);
            }
        }
        plan
    }
}

fn main() -> ExitCode {
    // Cargo adds a flag of its own.
    let plan = Plan::read(env::args().skip(1).filter(|word| !word.starts_with("--")));
    let patience = PATIENCE + PATIENCE_WITH_A_CROWD * plan.crowds.len() as u32;
    let Ok(runtime) = Runtime::new() else {
        eprintln!("this machine has no room for the visitors");
        return ExitCode::FAILURE;
    };
    // Whatever happens inside, the server is dropped with it, and a dropped server is a dead one.
    let measured = runtime.block_on(async {
        tokio::select! {
            measured = timeout(patience, run(&plan)) => measured.unwrap_or_else(|_| {
                Err(format!("it takes more than {} s", patience.as_secs()).into())
            }),
            told = told_to_end() => told.and(Err("told to end".into())),
        }
    });
    if let Err(error) = measured {
        eprintln!("not measured: {error}");
        return ExitCode::FAILURE;
    }
    ExitCode::SUCCESS
}

/// Waits for a signal that would end this process and leave the server behind.
async fn told_to_end() -> Result<(), Fails> {
    let mut terminate = signal(SignalKind::terminate())?;
    let mut interrupt = signal(SignalKind::interrupt())?;
    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

async fn run(plan: &Plan) -> Result<(), Fails> {
    let largest = plan.crowds.iter().copied().max().unwrap_or_default().max(arrivals::ALL);
    limits::allow_connections(largest)?;
    introduce()?;
    if !plan.crowds.is_empty() {
        crowd::head();
    }
    for visitors in &plan.crowds {
        crowd::measure(*visitors, &plan.data).await?.print();
    }
    println!("\n{}", Line::HEAD);
    for scenario in &plan.scenarios {
        match scenario {
            Scenario::Arrivals => arrivals::measure(&plan.data).await?,
            Scenario::Stalled => stalled::measure(&plan.data).await?,
            Scenario::Flood => flood::measure(&plan.data).await?,
        }
    }
    Ok(())
}

/// Says where it is measured.
fn introduce() -> Result<(), Fails> {
    let cores = thread::available_parallelism().map_or(1, usize::from);
    let load = fs::read_to_string("/proc/loadavg")?;
    let load: Vec<_> = load.split(' ').take(3).collect();
    println!(
        "Server and visitors share this machine: {cores} cores, load average {} at the start. Where others are at work\n\
         too, or the visitors need the cores themselves, the times say little; processor time per frame and memory\n\
         are steady. **Bold** misses the goal. A window has {} columns and {} rows.\n",
        load.join(" "),
        visitor::SIZE.0,
        visitor::SIZE.1,
    );
    Ok(())
}
