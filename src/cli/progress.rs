//! How far a run is, on stderr: the only wall clock, and the user's wish to stop.

use std::io::IsTerminal;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use cloudpc_sim::experiment::Watch;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use super::exit::end_now;
use super::{Talk, files};

/// Watches an experiment.
pub(super) struct Progress {
    bar: ProgressBar,
    stopped: Arc<AtomicBool>,
    started: Clock,
}

impl Progress {
    /// A bar on a terminal, unless quiet; stops at the first Ctrl-C, at once at the second.
    pub(super) fn new(replications: u64, talk: Talk) -> Self {
        let visible = std::io::stderr().is_terminal() && talk >= Talk::Normal;
        let target =
            if visible { ProgressDrawTarget::stderr() } else { ProgressDrawTarget::hidden() };
        let bar = ProgressBar::with_draw_target(Some(replications), target);
        let template = "{wide_bar} {human_pos}/{human_len} replications, {eta} left";
        bar.set_style(ProgressStyle::with_template(template).expect("the template is well formed"));
        let stopped = Arc::new(AtomicBool::new(false));
        let flag = Arc::clone(&stopped);
        let handler = ctrlc::set_handler(move || {
            if flag.swap(true, Ordering::SeqCst) {
                files::forget_temporary();
                end_now(130);
            }
        });
        // Without a handler Ctrl-C ends the program at once; results are renamed when complete.
        let _ = handler;
        Self { bar, stopped, started: Clock::now() }
    }

    /// Clears the bar and tells how many seconds it took.
    pub(super) fn finish(&self) -> f64 {
        self.bar.finish_and_clear();
        self.started.seconds()
    }

    /// How many replications are done.
    pub(super) fn done_so_far(&self) -> u64 {
        self.bar.position()
    }
}

impl Watch for Progress {
    fn done(&self) {
        self.bar.inc(1);
    }

    fn is_stopped(&self) -> bool {
        self.stopped.load(Ordering::SeqCst)
    }
}

/// How many threads run at once where nobody says.
#[expect(clippy::disallowed_methods, reason = "how long something takes depends on it")]
pub(super) fn processors() -> usize {
    std::thread::available_parallelism().map_or(1, std::num::NonZero::get)
}

/// A stopwatch.
#[expect(clippy::disallowed_types, reason = "the wall clock of the progress bar")]
pub(super) struct Clock(std::time::Instant);

#[expect(clippy::disallowed_types, reason = "the wall clock of the progress bar")]
impl Clock {
    pub(super) fn now() -> Self {
        Self(std::time::Instant::now())
    }

    pub(super) fn seconds(&self) -> f64 {
        self.0.elapsed().as_secs_f64()
    }
}
