//! An experiment on one thread and on two: replications share nothing, so half the time.

mod rollout;

use cloudpc_sim::Experiment;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

const REPLICATIONS: u64 = 32;
const CLOUD_PCS: u64 = 2_000;

fn threads(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("threads");
    group.throughput(Throughput::Elements(REPLICATIONS * CLOUD_PCS)).sample_size(20);
    let scenario = rollout::rollout(CLOUD_PCS);
    for threads in [1, 2, 4, 8] {
        let experiment = Experiment {
            replications: REPLICATIONS,
            threads: Some(threads),
            ..Experiment::new(&scenario)
        };
        group.bench_function(BenchmarkId::from_parameter(threads), |bencher| {
            bencher.iter(|| experiment.run(&()));
        });
    }
    group.finish();
}

criterion_group!(benches, threads);
criterion_main!(benches);
