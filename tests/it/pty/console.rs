//! A person at a terminal, as tests need one: types, looks, waits for words, and looks at what is left behind.
//!
//! Nothing here sleeps to let something happen: each wait is for a condition and ends at [`PATIENCE`].

use std::{
    collections::BTreeSet,
    fs,
    io::{Read, Write},
    path::PathBuf,
    process::Command,
    sync::{
        Arc, Condvar, Mutex,
        atomic::{AtomicUsize, Ordering},
        mpsc::{self, Receiver},
    },
    thread::{self, JoinHandle},
    time::Duration,
};

use portable_pty::{
    ChildKiller, CommandBuilder, ExitStatus, MasterPty, PtySize, native_pty_system,
};

/// How long a test waits for anything before it fails.
const PATIENCE: Duration = Duration::from_secs(20);
/// The largest window that the emulator keeps a picture of.
const LARGEST: Size = Size { columns: 1000, rows: 500 };

/// Columns and rows of a window.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Size {
    pub(crate) columns: u16,
    pub(crate) rows: u16,
}

/// What is set up before a program starts.
pub(crate) struct Builder {
    size: Size,
    env: Vec<(String, String)>,
}

/// A program on a terminal of its own.
pub(crate) struct Console {
    /// A folder that only this program uses.
    pub(crate) home: PathBuf,
    master: Option<Box<dyn MasterPty + Send>>,
    keyboard: Option<Box<dyn Write + Send>>,
    picture: Arc<Picture>,
    reader: Option<JoinHandle<()>>,
    exit: Receiver<ExitStatus>,
    killer: Box<dyn ChildKiller + Send + Sync>,
    modes_before: String,
    pid: u32,
}

/// What has come from the program, as bytes and as a screen.
struct Picture {
    seen: Mutex<Seen>,
    changed: Condvar,
}

struct Seen {
    parser: vt100::Parser,
    raw: Vec<u8>,
    is_closed: bool,
    /// Whether the person looks away: nothing more is read.
    is_ignored: bool,
}

/// Begins with a window and an environment that holds nothing of this machine.
pub(crate) fn builder(size: Size) -> Builder {
    Builder { size, env: Vec::new() }
}

impl Builder {
    pub(crate) fn env(mut self, name: &str, value: &str) -> Self {
        self.env.push((name.to_owned(), value.to_owned()));
        self
    }

    pub(crate) fn spawn(self, command: &[String]) -> Console {
        static COUNT: AtomicUsize = AtomicUsize::new(0);
        let n = COUNT.fetch_add(1, Ordering::Relaxed);
        let home = PathBuf::from(env!("CARGO_TARGET_TMPDIR"))
            .join(format!("pty-{}-{n}", std::process::id()));
        fs::create_dir_all(&home).unwrap();
        let pair = native_pty_system().openpty(pty_size(self.size)).unwrap();
        let mut builder = CommandBuilder::new(&command[0]);
        builder.args(&command[1..]);
        builder.env_clear();
        builder.cwd(&home);
        builder.env("PATH", "/usr/local/bin:/usr/bin:/bin");
        builder.env("TERM", "xterm-256color");
        builder.env("LC_ALL", "C.UTF-8");
        builder.env("HOME", &home);
        for dir in ["XDG_CONFIG_HOME", "XDG_CACHE_HOME", "XDG_DATA_HOME", "XDG_STATE_HOME"] {
            builder.env(dir, home.join(dir));
        }
        for (name, value) in self.env {
            builder.env(name, value);
        }
        let modes_before = modes_of(pair.master.as_ref());
        let mut child = pair.slave.spawn_command(builder).unwrap();
        // Held here it would hide that the program has closed the terminal.
        drop(pair.slave);
        let picture = Arc::new(Picture::new(self.size));
        let reader = pair.master.try_clone_reader().unwrap();
        let shown = Arc::clone(&picture);
        let reader = thread::spawn(move || shown.read(reader));
        let (killer, pid) = (child.clone_killer(), child.process_id().unwrap());
        let (tell, exit) = mpsc::channel();
        thread::spawn(move || tell.send(child.wait().unwrap()).ok());
        Console {
            home,
            keyboard: Some(pair.master.take_writer().unwrap()),
            master: Some(pair.master),
            picture,
            reader: Some(reader),
            exit,
            killer,
            modes_before,
            pid,
        }
    }
}

impl Console {
    /// Types text.
    pub(crate) fn send(&mut self, text: &str) {
        self.send_bytes(text.as_bytes());
    }

    /// Types bytes, which need not be text.
    pub(crate) fn send_bytes(&mut self, bytes: &[u8]) {
        let keyboard = self.keyboard.as_mut().unwrap();
        keyboard.write_all(bytes).unwrap();
        keyboard.flush().unwrap();
    }

    /// Gives the window another size.
    pub(crate) fn resize(&self, size: Size) {
        // The picture first: what the program draws next is for the new size.
        self.picture.resize(size);
        self.master.as_ref().unwrap().resize(pty_size(size)).unwrap();
    }

    /// Returns the process that was started.
    pub(crate) fn pid(&self) -> u32 {
        self.pid
    }

    /// Waits until the screen shows a text and returns the screen.
    pub(crate) fn wait_for(&self, text: &str) -> String {
        self.wait_until(text, |screen| screen.contents().contains(text))
    }

    /// Waits until the screen is as wished and returns it; `wish` says what it is in the failure.
    pub(crate) fn wait_until(
        &self,
        wish: &str,
        is_there: impl Fn(&vt100::Screen) -> bool,
    ) -> String {
        self.wait(wish, |seen| seen.is_whole() && is_there(seen.parser.screen()))
    }

    /// Waits until the screen shows a text, or the program has ended; tells whether the text is there.
    pub(crate) fn shows_before_it_ends(&self, text: &str) -> bool {
        let is_there =
            |seen: &Seen| seen.is_whole() && seen.parser.screen().contents().contains(text);
        self.wait("sign of life", |seen| is_there(seen) || seen.is_closed);
        is_there(&self.picture.seen.lock().unwrap())
    }

    /// Waits until a process has written nothing and has not woken up for longer than any clock would let it sleep.
    pub(crate) fn wait_idle(&self, pid: u32) {
        let long = Duration::from_millis(1200);
        for _ in 0..PATIENCE.as_millis() / long.as_millis() {
            let before = (self.raw().len(), wake_ups(pid));
            let seen = self.picture.seen.lock().unwrap();
            // What comes meanwhile ends the wait early, and the next one begins.
            drop(self.picture.changed.wait_timeout(seen, long).unwrap());
            if before == (self.raw().len(), wake_ups(pid)) {
                return;
            }
        }
        assert_eq!(wake_ups(pid), 0, "wake-ups of a program that has nothing to do");
    }

    /// Waits until the program has written something.
    pub(crate) fn wait_raw(&self, text: &str) {
        self.wait(text, |seen| String::from_utf8_lossy(&seen.raw).contains(text));
    }

    fn wait(&self, wish: &str, is_there: impl Fn(&Seen) -> bool) -> String {
        let seen = self.picture.seen.lock().unwrap();
        let (seen, timeout) = self
            .picture
            .changed
            .wait_timeout_while(seen, PATIENCE, |seen| !is_there(seen) && !seen.is_closed)
            .unwrap();
        let (screen, raw) = (seen.parser.screen().contents(), seen.raw.escape_ascii());
        assert!(is_there(&seen), "no {wish} ({timeout:?}) in:\n{screen}\n{raw}");
        screen
    }

    /// Returns all bytes that have come so far.
    pub(crate) fn raw(&self) -> Vec<u8> {
        self.picture.seen.lock().unwrap().raw.clone()
    }

    /// Waits for the end of the program, and for the last of its output.
    pub(crate) fn wait_exit(&mut self) -> ExitStatus {
        let status = self.exit.recv_timeout(PATIENCE);
        assert!(status.is_ok(), "still running:\n{}", self.screen());
        if self.reader.is_some() {
            self.wait_closed();
        }
        status.unwrap()
    }

    /// Returns what the screen shows.
    pub(crate) fn screen(&self) -> String {
        self.look(vt100::Screen::contents)
    }

    /// Looks at the screen as it is.
    pub(crate) fn look<T>(&self, look: impl FnOnce(&vt100::Screen) -> T) -> T {
        look(self.picture.seen.lock().unwrap().parser.screen())
    }

    /// Takes the terminal away from the program. `nudge` is a key that it answers with output.
    pub(crate) fn vanish(&mut self, nudge: &str) {
        self.picture.seen.lock().unwrap().is_ignored = true;
        self.send(nudge);
        // The reader holds the terminal too, and lets go of it once something has come.
        self.reader.take().unwrap().join().unwrap();
        self.keyboard = None;
        self.master = None;
    }

    /// Fails unless the terminal is as it was before the program: its modes, and what was switched on.
    pub(crate) fn assert_restored(&self) {
        let left = modes_left(&self.raw());
        assert!(left.is_empty(), "left switched: {left:?}\n{}", self.raw().escape_ascii());
        let modes = modes_of(self.master.as_ref().unwrap().as_ref());
        assert_eq!(modes, self.modes_before, "the kernel's modes of the terminal");
        let seen = self.picture.seen.lock().unwrap();
        let screen = seen.parser.screen();
        assert!(!screen.alternate_screen() && !screen.hide_cursor() && !screen.bracketed_paste());
        assert_eq!(screen.mouse_protocol_mode(), vt100::MouseProtocolMode::None);
    }

    fn wait_closed(&self) {
        let seen = self.picture.seen.lock().unwrap();
        let (seen, _) = self
            .picture
            .changed
            .wait_timeout_while(seen, PATIENCE, |seen| !seen.is_closed)
            .unwrap();
        assert!(seen.is_closed, "somebody holds the terminal open");
    }
}

/// Sends a signal, by its name without `SIG`, to a process.
#[expect(clippy::disallowed_methods, reason = "std sends no signals")]
pub(crate) fn signal(pid: u32, name: &str) {
    let status = Command::new("sh").arg("-c").arg(format!("kill -{name} {pid}")).status();
    assert!(status.unwrap().success(), "kill -{name} {pid}");
}

/// Returns how often the threads of a process have gone to sleep so far.
#[expect(clippy::disallowed_methods, reason = "the kernel tells it in files")]
fn wake_ups(pid: u32) -> u64 {
    let threads = fs::read_dir(format!("/proc/{pid}/task")).unwrap();
    let counts = threads.map(|thread| {
        let status = fs::read_to_string(thread.unwrap().path().join("status")).unwrap();
        let count = status.lines().find_map(|line| line.strip_prefix("voluntary_ctxt_switches:"));
        count.unwrap().trim().parse::<u64>().unwrap()
    });
    counts.sum()
}

/// Returns the only child of a process.
#[expect(clippy::disallowed_methods, reason = "the kernel tells it in a file")]
pub(crate) fn child_of(pid: u32) -> u32 {
    let children = fs::read_to_string(format!("/proc/{pid}/task/{pid}/children")).unwrap();
    children.trim().parse().unwrap()
}

/// Waits until a process has begun to handle every signal that was sent to it.
#[expect(clippy::disallowed_methods, reason = "the kernel tells it in a file")]
pub(crate) fn wait_handled(pid: u32) {
    let is_pending = || {
        let status = fs::read_to_string(format!("/proc/{pid}/status")).unwrap_or_default();
        let pending = status.lines().find_map(|line| line.strip_prefix("ShdPnd:"));
        pending.is_some_and(|mask| mask.trim().contains(|c| c != '0'))
    };
    let step = Duration::from_millis(1);
    for _ in 0..PATIENCE.as_millis() {
        if !is_pending() {
            return;
        }
        thread::sleep(step);
    }
}

impl Drop for Console {
    fn drop(&mut self) {
        // A test that failed leaves its program running; an ended one cannot be killed any more.
        self.killer.kill().ok();
        fs::remove_dir_all(&self.home).ok();
    }
}

impl Seen {
    /// Tells whether the last frame has come to its end: half a frame is nothing that a person sees.
    fn is_whole(&self) -> bool {
        let last = |mark: &[u8]| self.raw.windows(mark.len()).rposition(|bytes| bytes == mark);
        last(b"\x1b[?2026h") <= last(b"\x1b[?2026l")
    }
}

impl Picture {
    fn new(size: Size) -> Self {
        let (rows, columns) = kept(size);
        let parser = vt100::Parser::new(rows.try_into().unwrap(), columns.try_into().unwrap(), 0);
        let seen = Seen { parser, raw: Vec::new(), is_closed: false, is_ignored: false };
        Self { seen: Mutex::new(seen), changed: Condvar::new() }
    }

    fn resize(&self, size: Size) {
        let (rows, columns) = kept(size);
        let mut seen = self.seen.lock().unwrap();
        seen.parser.set_size(rows.try_into().unwrap(), columns.try_into().unwrap());
    }

    fn read(&self, mut terminal: Box<dyn Read + Send>) {
        let mut chunk = [0; 16384];
        loop {
            let read = terminal.read(&mut chunk).unwrap_or(0);
            let mut seen = self.seen.lock().unwrap();
            seen.raw.extend_from_slice(&chunk[..read]);
            seen.parser.process(&chunk[..read]);
            seen.is_closed |= read == 0;
            self.changed.notify_all();
            if seen.is_closed || seen.is_ignored {
                return;
            }
        }
    }
}

/// Returns the rows and columns of the picture: the usual ones where the window has none.
fn kept(size: Size) -> (u16, u16) {
    let or = |n: u16, usual: u16| if n == 0 { usual } else { n };
    (or(size.rows, 24).min(LARGEST.rows), or(size.columns, 80).min(LARGEST.columns))
}

fn pty_size(size: Size) -> PtySize {
    PtySize { rows: size.rows, cols: size.columns, pixel_width: 0, pixel_height: 0 }
}

/// Returns the kernel's modes of a terminal, as text that can be compared.
fn modes_of(master: &(dyn MasterPty + Send)) -> String {
    format!("{:?}", master.get_termios().unwrap())
}

/// Returns the private modes that are not as a terminal has them at the start.
fn modes_left(raw: &[u8]) -> BTreeSet<String> {
    let text = String::from_utf8_lossy(raw);
    let mut left = BTreeSet::new();
    for part in text.split("\u{1b}[?").skip(1) {
        let Some(end) = part.find(|c: char| !c.is_ascii_digit() && c != ';') else {
            continue;
        };
        let is_on = part[end..].starts_with('h');
        if !is_on && !part[end..].starts_with('l') {
            continue;
        }
        for mode in part[..end].split(';') {
            // The cursor and the line wrap are on at the start, all others off.
            if is_on == ["25", "7"].contains(&mode) {
                left.remove(mode);
            } else {
                left.insert(mode.to_owned());
            }
        }
    }
    left
}

#[test]
fn finds_modes_that_are_left() {
    assert!(modes_left(b"\x1b[?1049h\x1b[?25l\x1b[?25h\x1b[?1049l").is_empty());
    let left = modes_left(b"\x1b[?1000;1006h\x1b[?25lx\x1b[?1000l\x1b[?1$p");
    assert_eq!(left.into_iter().collect::<Vec<_>>(), ["1006", "25"]);
}
