//! A real terminal: the program in a pty, what it shows in a vt100 screen. Waits for text, never sleeps.

use std::io::{Read, Write};
use std::num::NonZero;
use std::path::{Path, PathBuf};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::{Duration, Instant};

use portable_pty::{Child, CommandBuilder, MasterPty, PtySize, native_pty_system};

/// Longer than any step takes on a busy machine.
const PATIENCE: Duration = Duration::from_secs(60);

/// The program: the one that Cargo built for the tests, or the one beside the examples.
pub fn program() -> PathBuf {
    option_env!("CARGO_BIN_EXE_plimsoll").map_or_else(
        || {
            let example = std::env::current_exe().unwrap();
            example.parent().and_then(Path::parent).unwrap().join("plimsoll")
        },
        PathBuf::from,
    )
}

/// The program in a terminal.
pub struct Terminal {
    master: Box<dyn MasterPty + Send>,
    keys: Option<Box<dyn Write + Send>>,
    child: Box<dyn Child + Send + Sync>,
    output: Receiver<Vec<u8>>,
    screen: vt100::Parser,
    pub raw: Vec<u8>,
}

impl Terminal {
    /// Starts the program with these arguments on that data directory.
    pub fn start(data_dir: &Path, args: &[&str], environment: &[(&str, &str)]) -> Self {
        let size = PtySize { rows: 24, cols: 80, pixel_width: 0, pixel_height: 0 };
        let pair = native_pty_system().openpty(size).unwrap();
        let mut command = CommandBuilder::new(program());
        command.args(args);
        command.env("PLIMSOLL_DATA_DIR", data_dir);
        command.env("TERM", "xterm-256color");
        command.env_remove("NO_COLOR");
        command.env_remove("PLIMSOLL_NOW");
        for (name, value) in environment {
            command.env(name, value);
        }
        let child = pair.slave.spawn_command(command).unwrap();
        let mut reader = pair.master.try_clone_reader().unwrap();
        let keys = Some(pair.master.take_writer().unwrap());
        let (sender, output) = channel();
        std::thread::spawn(move || {
            let mut bytes = [0; 4096];
            while let Ok(n @ 1..) = reader.read(&mut bytes) {
                if sender.send(bytes[..n].to_vec()).is_err() {
                    break;
                }
            }
        });
        drop(pair.slave);
        Self {
            master: pair.master,
            keys,
            child,
            output,
            screen: vt100::Parser::new(cells(24), cells(80), 0),
            raw: Vec::new(),
        }
    }

    /// What is on the screen now.
    pub fn text(&self) -> String {
        self.screen.screen().contents()
    }

    /// Takes in output until the screen is as wanted.
    pub fn until(&mut self, what: &str, wanted: impl Fn(&str) -> bool) {
        let start = Instant::now();
        while !wanted(&self.text()) {
            match self.output.recv_timeout(PATIENCE.saturating_sub(start.elapsed())) {
                Ok(bytes) => self.take(&bytes),
                Err(RecvTimeoutError::Timeout) => panic!("{what} never came:\n{}", self.text()),
                Err(RecvTimeoutError::Disconnected) => panic!("the program ended before {what}:\n{}", self.text()),
            }
        }
    }

    /// Takes in output until the text is on the screen.
    pub fn wait_for(&mut self, text: &str) {
        self.until(text, |screen| screen.contains(text));
    }

    /// Types.
    pub fn type_keys(&mut self, keys: &str) {
        let writer = self.keys.as_mut().unwrap();
        writer.write_all(keys.as_bytes()).unwrap();
        writer.flush().unwrap();
    }

    /// Ends the program at once, without its knowing.
    pub fn kill(&mut self) {
        self.signal("KILL");
        self.child.wait().unwrap();
    }

    /// What the screen showed last, everything taken in that was written before the end.
    pub fn last(&mut self) -> String {
        // The pty gives an error once its other side is gone, which ends the reading thread.
        while let Ok(bytes) = self.output.recv_timeout(PATIENCE) {
            self.take(&bytes);
        }
        self.text()
    }

    /// Sends a signal by name.
    pub fn signal(&mut self, name: &str) {
        let pid = self.child.process_id().unwrap().to_string();
        let sent = std::process::Command::new("kill").args([&format!("-{name}"), &pid]).status().unwrap();
        assert!(sent.success());
    }

    /// Sends a signal again and again until the text is there: one that comes before the stop it ends is lost.
    pub fn signal_until(&mut self, name: &str, text: &str) {
        let start = Instant::now();
        while !self.text().contains(text) {
            assert!(start.elapsed() < PATIENCE, "{text} never came:\n{}", self.text());
            self.signal(name);
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
                self.take(&bytes);
            }
        }
    }

    /// Gives the window another size.
    pub fn resize(&mut self, columns: u16, rows: u16) {
        self.master.resize(PtySize { rows, cols: columns, pixel_width: 0, pixel_height: 0 }).unwrap();
        self.screen.screen_mut().set_size(cells(rows), cells(columns));
    }

    /// The program's process id.
    pub fn pid(&self) -> u32 {
        self.child.process_id().unwrap()
    }

    /// Takes in what has come until now.
    pub fn drain(&mut self) {
        while let Ok(bytes) = self.output.try_recv() {
            self.take(&bytes);
        }
    }

    /// Types bytes that are no keys, in pieces, while what the program says is taken in.
    pub fn type_bytes(&mut self, bytes: &[u8]) {
        for piece in bytes.chunks(4096) {
            self.keys.as_mut().unwrap().write_all(piece).unwrap();
            self.drain();
        }
    }

    /// Gives the window other sizes and 80x24 again until the text is there: crossterm forgets a change of size that comes
    /// together with a key.
    pub fn resize_until(&mut self, text: &str) {
        let start = Instant::now();
        while !self.text().contains(text) {
            assert!(start.elapsed() < PATIENCE, "{text} never came:\n{}", self.text());
            self.resize(100, 30);
            self.resize(80, 24);
            while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
                self.take(&bytes);
            }
        }
    }

    /// Waits for the program's end and gives its exit code; everything it wrote is in `raw`.
    pub fn end(&mut self) -> u32 {
        let code = self.child.wait().unwrap().exit_code();
        self.keys = None;
        while let Ok(bytes) = self.output.recv_timeout(Duration::from_millis(300)) {
            self.take(&bytes);
        }
        code
    }

    /// Whether the terminal is as a shell expects it: no raw mode left on, main screen, cursor shown.
    pub fn restored(&self) -> bool {
        let screen = self.screen.screen();
        !screen.alternate_screen()
            && !screen.hide_cursor()
            && !screen.bracketed_paste()
            && screen.mouse_protocol_mode() == vt100::MouseProtocolMode::None
    }

    fn take(&mut self, bytes: &[u8]) {
        self.raw.extend_from_slice(bytes);
        self.screen.process(bytes);
    }
}

fn cells(n: u16) -> NonZero<u16> {
    NonZero::new(n).unwrap()
}
