//! Queues of the kernel's calendar, engine, resource and random words: M/M/c and M/G/1.
//!
//! A. K. Erlang (1917) for the chance to wait and the mean wait of M/M/c; F. Pollaczek (1930) and
//! A. Y. Khinchine (1932) for the mean wait of M/G/1; L. Kleinrock, "Queueing Systems I" (1975),
//! has all of them.

use std::collections::VecDeque;

use cloudpc_sim::kernel::calendar::{Calendar, Event};
use cloudpc_sim::kernel::engine::{Model, run};
use cloudpc_sim::kernel::math::{count, from_length};
use cloudpc_sim::kernel::resource::Resource;
use cloudpc_sim::kernel::stream::{Slot, StreamId, Streams};
use cloudpc_sim::kernel::variate::Distribution;
use cloudpc_sim::{SimDuration, SimTime};
use rayon::iter::{IntoParallelIterator, ParallelIterator};

use crate::erlang_loss::erlang_b;
use crate::{Comparison, assert_agree};

const DEPARTS: u8 = 1;
const ARRIVES: u8 = 2;
/// Those served first are left out: the queue starts empty.
const WARM_UP: usize = 1_000;
const CUSTOMERS: u64 = 8_000;
const SERVICE: SimDuration = SimDuration::from_minutes(10);

/// Customers who arrive in a Poisson stream and are served in their order.
struct Queue<'a> {
    row: &'a Row,
    streams: Streams,
    servers: Resource,
    /// Number, arrival and service of who waits.
    line: VecDeque<(u64, SimTime, SimDuration)>,
    waited: Vec<SimDuration>,
}

impl Model for Queue<'_> {
    fn handle(&mut self, event: Event, calendar: &mut Calendar) -> u64 {
        if event.class() == ARRIVES {
            self.arrive(event.entity(), calendar);
        } else {
            self.servers.release(event.at());
        }
        self.serve(calendar);
        self.line.len() as u64
    }
}

impl Queue<'_> {
    /// A customer joins the line; the next one follows.
    fn arrive(&mut self, customer: u64, calendar: &mut Calendar) {
        let member = u32::try_from(customer).unwrap();
        let mut words = self.streams.open(StreamId { family: 0, member, part: 0 }, 0);
        let (gap, service) = (self.row.gap().sample(words.word(Slot(0))), words.word(Slot(1)));
        let now = calendar.now();
        self.line.push_back((customer, now, self.row.service.sample(service)));
        if customer + 1 < CUSTOMERS {
            calendar.schedule(Event::new(now + gap, ARRIVES, customer + 1, 0));
        }
    }

    fn serve(&mut self, calendar: &mut Calendar) {
        let now = calendar.now();
        while !self.line.is_empty() && self.servers.seize(now) {
            let (customer, arrived, service) = self.line.pop_front().unwrap();
            self.waited.push(now.since(arrived));
            calendar.schedule(Event::new(now + service, DEPARTS, customer, 0));
        }
    }
}

struct Row {
    servers: u32,
    /// Arrivals per mean service.
    load: f64,
    service: Distribution,
    /// The second moment of the service over the square of its mean, which is ten minutes.
    second_moment: f64,
}

const MEMORYLESS: Distribution = Distribution::Exponential { mean: SERVICE };
const UNIFORM: Distribution =
    Distribution::Uniform { min: SimDuration::ZERO, max: SimDuration::from_minutes(20) };

const ROWS: [Row; 6] = [
    Row { servers: 1, load: 0.5, service: MEMORYLESS, second_moment: 2.0 },
    Row { servers: 2, load: 1.2, service: MEMORYLESS, second_moment: 2.0 },
    Row { servers: 3, load: 1.5, service: MEMORYLESS, second_moment: 2.0 },
    Row { servers: 6, load: 4.0, service: MEMORYLESS, second_moment: 2.0 },
    Row { servers: 1, load: 0.6, service: Distribution::Fixed(SERVICE), second_moment: 1.0 },
    Row { servers: 1, load: 0.4, service: UNIFORM, second_moment: 4.0 / 3.0 },
];

impl Row {
    fn gap(&self) -> Distribution {
        let ms = format!("{:.0}", from_length(SERVICE) / self.load).parse().unwrap();
        Distribution::Exponential { mean: SimDuration::from_ms(ms) }
    }

    /// Erlang C by Erlang B: who finds all servers busy waits. Of one server, it is the load.
    fn chance_to_wait(&self) -> f64 {
        let (busy, free) = (erlang_b(self.servers, self.load), f64::from(self.servers) - self.load);
        let servers = f64::from(self.servers);
        servers * busy / (free + self.load * busy)
    }

    /// In mean services: C / (c - a) of M/M/c, a E[S^2] / (2 (1 - a)) of M/G/1.
    fn mean_wait(&self) -> f64 {
        match self.servers {
            1 => self.load * self.second_moment / (2.0 * (1.0 - self.load)),
            _ => self.chance_to_wait() / (f64::from(self.servers) - self.load),
        }
    }

    /// Of those after the warm-up, the share that waits and the mean wait in mean services.
    fn replication(&self, seed: u64, number: u64) -> [f64; 2] {
        let mut queue = Queue {
            row: self,
            streams: Streams::new(seed, number),
            servers: Resource::new(u64::from(self.servers)),
            line: VecDeque::new(),
            waited: vec![],
        };
        let mut calendar = Calendar::new();
        calendar.schedule(Event::new(SimTime::ZERO, ARRIVES, 0, 0));
        run(&mut queue, &mut calendar, SimTime::from_ms(u64::MAX), &mut ());
        let waits = queue.waited.split_off(WARM_UP);
        let waiting = waits.iter().filter(|&&wait| wait > SimDuration::ZERO).count();
        let total: f64 = waits.iter().map(|&wait| from_length(wait)).sum();
        let n = count(waits.len() as u64);
        [count(waiting as u64) / n, total / from_length(SERVICE) / n]
    }

    fn compare(&self, seed: u64) -> [Comparison; 2] {
        // Longer queues stay as they are for longer.
        let replications = if self.servers == 1 { 100 } else { 300 };
        let one = |number| self.replication(seed, number);
        let found: Vec<[f64; 2]> = (0..replications).into_par_iter().map(one).collect();
        let theory = [self.chance_to_wait(), self.mean_wait()];
        let what = format!("{} servers, {} erlang, {:?}", self.servers, self.load, self.service);
        [0, 1].map(|i| {
            let values: Vec<f64> = found.iter().map(|figures| figures[i]).collect();
            Comparison::of_mean(what.clone(), theory[i], &values)
        })
    }
}

/// The share that waits is Erlang C, the mean wait that of Erlang and of Pollaczek and Khinchine.
#[test]
fn queues_wait_as_often_and_as_long_as_theory_says() {
    let pairs = (1..).zip(&ROWS).map(|(seed, row)| row.compare(seed));
    let (shares, waits): (Vec<_>, Vec<_>) = pairs.map(|[share, wait]| (share, wait)).unzip();
    assert_agree(&shares);
    assert_agree(&waits);
}
