//! The second way: a server of OpenSSH that runs `dateline --locked`, and that nobody gets further than.

use std::{
    fs,
    net::TcpListener,
    os::unix::fs::PermissionsExt,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};

use super::{
    openssh::{client, is_there},
    server::folder,
};
use crate::pty::console::{self, Size};

/// A server of OpenSSH for one user, who gets the explorer and nothing else.
struct Sshd {
    child: Child,
    port: u16,
    home: PathBuf,
}

impl Sshd {
    /// Starts it; `None` where there is none to start.
    fn start() -> Option<Self> {
        let program = ["/usr/sbin/sshd", "/usr/local/sbin/sshd", "/sbin/sshd"]
            .into_iter()
            .find(|path| Path::new(path).exists());
        if !is_there(program.is_some(), "sshd") {
            return None;
        }
        let home = folder();
        for key in ["host", "user"] {
            let made = Command::new("ssh-keygen")
                .args(["-q", "-t", "ed25519", "-N", "", "-f"])
                .arg(home.join(key))
                .status()
                .unwrap();
            assert!(made.success());
        }
        // A port that is free now; nobody else takes it within this moment.
        let port = TcpListener::bind("127.0.0.1:0").unwrap().local_addr().unwrap().port();
        let path = home.display();
        let dateline = env!("CARGO_BIN_EXE_dateline");
        let config = format!(
            "ListenAddress 127.0.0.1:{port}\nHostKey {path}/host\nPidFile none\nUsePAM no\nStrictModes no\n\
             AuthorizedKeysFile {path}/user.pub\nPermitRootLogin yes\nDisableForwarding yes\nPermitTTY yes\n\
             PermitUserRC no\nForceCommand {dateline} --locked\nMaxSessions 1\n"
        );
        fs::write(home.join("config"), config).unwrap();
        // Where it separates its privileges, it wants an empty folder of root's for that.
        let _ = fs::create_dir_all("/run/sshd");
        let mut child = Command::new(program.unwrap())
            .args(["-D", "-e", "-f"])
            .arg(home.join("config"))
            .stdin(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = super::server::Lines::of(child.stderr.take().unwrap());
        said.wait("address", |line| line.contains("Server listening on").then_some(()));
        Some(Self { child, port, home })
    }

    fn client(&self) -> Vec<String> {
        let key = self.home.join("user");
        fs::set_permissions(&key, fs::Permissions::from_mode(0o600)).unwrap();
        let mut words = client(self.port, &self.home);
        words.extend(
            ["-i", &key.display().to_string(), "-o", "IdentitiesOnly=yes"].map(str::to_owned),
        );
        words
    }
}

impl Drop for Sshd {
    fn drop(&mut self) {
        // It may have ended already.
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

#[test]
fn gives_the_explorer_and_nothing_else() {
    let Some(sshd) = Sshd::start() else { return };
    let mut command = sshd.client();
    command.extend(["-t", "127.0.0.1", "sh"].map(str::to_owned));
    let mut console = console::builder(Size { columns: 100, rows: 30 }).spawn(&command);
    console.wait_for("22 events");
    // Whatever the client asks for, it is the explorer; and that stops for no shell.
    console.send("\u{1a}k");
    console.wait_for("20/22");
    console.send("Q");
    assert_eq!(console.wait_exit().exit_code(), 0);
    console.assert_restored();
    let words = sshd.client();
    let sftp = Command::new(&words[0])
        .args(&words[1..])
        .args(["-s", "127.0.0.1", "sftp"])
        .stdin(Stdio::null())
        .output()
        .unwrap();
    assert!(!sftp.status.success(), "{sftp:?}");
}
