//! Runs the server's tests on a PostgreSQL instance that is started for them.

use std::ffi::OsString;
use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};

use crate::shell::{self, TESTS, cargo, command, read, say, target};
use crate::tools::apt_install;

/// Runs the server's tests on a PostgreSQL that is started for them and stopped when they end, however they end.
///
/// # Errors
///
/// When PostgreSQL cannot be had, or a test fails.
pub(crate) fn check() -> Result<()> {
    let cluster = Cluster::start(&programs()?)?;
    say(format_args!("PostgreSQL answers on port {}", cluster.port));
    // With the features of the step `test`, so that nothing is built a second time.
    let mut tests = cargo(TESTS);
    tests.args(["--test", "suite", "postgres::"]);
    shell::run(tests.env("DATABASE_URL_POSTGRES", cluster.url()))
}

/// The folder of `initdb` and `postgres`. Debian keeps them outside `PATH`, in one folder for each version.
fn programs() -> Result<PathBuf> {
    if let Some(found) = newest() {
        return Ok(found);
    }
    apt_install(&["postgresql"]).context(
        "no PostgreSQL to test on: install it, with initdb and postgres in /usr/lib/postgresql/<version>/bin",
    )?;
    newest().context("Debian's postgresql is installed, but /usr/lib/postgresql has no initdb")
}

fn newest() -> Option<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").ok()?.filter_map(Result::ok);
    let version = |folder: &Path| folder.file_name()?.to_str()?.parse::<u32>().ok();
    versions
        .map(|entry| entry.path())
        .filter(|folder| folder.join("bin/initdb").is_file() && folder.join("bin/postgres").is_file())
        .max_by_key(|folder| version(folder))
        .map(|folder| folder.join("bin"))
}

/// A PostgreSQL instance with its own data folder. It is stopped when the value is dropped.
struct Cluster {
    folder: PathBuf,
    server: Child,
    port: u16,
}

/// The user that runs PostgreSQL, which refuses to run as root.
const USER: &str = "postgres";

impl Cluster {
    fn start(programs: &Path) -> Result<Self> {
        // The system's temporary directory, because root's home is closed to the other user.
        let folder = std::env::temp_dir().join(format!("merchant-signup-postgres-{}", std::process::id()));
        let (data, log) = (folder.join("data"), target().join("postgres.log"));
        fs::create_dir_all(&folder)?;
        fs::create_dir_all(target())?;
        let log_file = fs::File::create(&log)?;
        if is_root()? {
            read(command("chown").arg(USER).arg(&folder))
                .context("Debian's package makes the user postgres")?;
        }
        let initialised = read(
            as_user(programs.join("initdb"))?
                .args(["--auth=trust", "--no-sync", "--encoding=UTF8", "--locale=C", "--username=postgres"])
                .arg("--pgdata")
                .arg(&data),
        );
        if initialised.is_err() {
            let _ = fs::remove_dir_all(&folder);
        }
        initialised?;
        let port = free_port()?;
        let server = as_user(programs.join("postgres"))?
            .arg("-D")
            .arg(&data)
            .args(["-p", &port.to_string(), "-c", "listen_addresses=127.0.0.1", "-c", "max_connections=400"])
            .arg("-c")
            .arg(setting("unix_socket_directories", &folder))
            .stdin(Stdio::null())
            .stdout(Stdio::null())
            .stderr(log_file)
            .spawn()
            .context("PostgreSQL cannot be started")?;
        let mut cluster = Self { folder, server, port };
        cluster.wait(programs).with_context(|| format!("{} says more", shell::shown(&log)))?;
        Ok(cluster)
    }

    /// Waits until it answers.
    fn wait(&mut self, programs: &Path) -> Result<()> {
        let begun = Instant::now();
        while begun.elapsed() < Duration::from_secs(60) {
            if let Some(status) = self.server.try_wait()? {
                bail!("PostgreSQL has ended ({status})");
            }
            let mut asked = command(programs.join("pg_isready"));
            let asked = asked.args(["-q", "-h", "127.0.0.1", "-p", &self.port.to_string()]);
            if shell::status(asked)?.success() {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("PostgreSQL does not answer within a minute")
    }

    fn url(&self) -> String {
        format!("postgres://postgres@127.0.0.1:{}/postgres", self.port)
    }

    /// Asks PostgreSQL to stop at once. The process id comes from PostgreSQL's own file, because the child that was started
    /// may be the program that changes the user.
    fn stop(&mut self) -> Result<()> {
        let file = fs::read_to_string(self.folder.join("data/postmaster.pid")).unwrap_or_default();
        let id = file.lines().next().unwrap_or_default().trim();
        if id.is_empty() {
            self.server.kill()?;
        } else {
            ensure!(id.bytes().all(|byte| byte.is_ascii_digit()), "PostgreSQL's process id is none");
            read(command("kill").args(["-INT", id]))?;
        }
        self.server.wait()?;
        Ok(())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            say(format_args!("PostgreSQL cannot be stopped: {error:#}"));
        }
        let _ = fs::remove_dir_all(&self.folder);
    }
}

fn setting(name: &str, path: &Path) -> OsString {
    let mut setting = OsString::from(format!("{name}="));
    setting.push(path);
    setting
}

/// A port that nothing listens on at the moment.
fn free_port() -> Result<u16> {
    Ok(TcpListener::bind("127.0.0.1:0")?.local_addr()?.port())
}

fn is_root() -> Result<bool> {
    Ok(read(command("id").arg("-u"))?.trim() == "0")
}

/// A program of PostgreSQL's as a user that it accepts.
fn as_user(program: PathBuf) -> Result<Command> {
    let mut words = if is_root()? { command("runuser") } else { command(program.clone()) };
    if is_root()? {
        words.args(["-u", USER, "--"]).arg(program);
    }
    // The current directory may be closed to that user.
    words.current_dir("/");
    Ok(words)
}
