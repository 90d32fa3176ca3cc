//! The hold model: take the next event, schedule it anew; with few and with many pending.
//!
//! R. W. Jones, "An empirical comparison of priority-queue and event-set implementations" (1986).

use cloudpc_sim::kernel::calendar::{Calendar, Event};
use cloudpc_sim::kernel::time::{SimDuration, SimTime};
use cloudpc_sim::kernel::variate::Distribution;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const PENDING: [u64; 3] = [100, 10_000, 1_000_000];
const FOREVER: SimTime = SimTime::from_ms(u64::MAX);

/// Words that follow from each other (Steele, Lea, Flood: "Fast splittable pseudorandom number
/// generators", 2014), cheap beside what is measured.
struct Words(u64);

impl Words {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ self.0 >> 30).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ mixed >> 27).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ mixed >> 31
    }
}

fn hold(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("hold");
    group.throughput(Throughput::Elements(1));
    let gap = Distribution::Exponential { mean: SimDuration::from_hours(1) };
    for pending in PENDING {
        let mut words = Words(1);
        let mut calendar = Calendar::new();
        for entity in 0..pending {
            let at = SimTime::ZERO + gap.sample(words.next());
            calendar.schedule(Event::new(at, 0, entity, 0));
        }
        group.bench_function(BenchmarkId::from_parameter(pending), |bencher| {
            bencher.iter(|| {
                let event = calendar.next(FOREVER).expect("as many stay pending");
                let again = event.at() + gap.sample(words.next());
                calendar.schedule(Event::new(again, 0, event.entity(), 0));
            });
        });
    }
    group.finish();
}

criterion_group!(benches, hold);
criterion_main!(benches);
