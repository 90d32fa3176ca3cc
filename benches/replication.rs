//! One replication, from its random words to its measures: how long per Cloud PC.

mod rollout;

use cloudpc_sim::Experiment;
use criterion::{BenchmarkId, Criterion, Throughput, criterion_group, criterion_main};

fn replication(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("replication");
    for (cloud_pcs, samples) in [(100, 100), (10_000, 50), (1_000_000, 10)] {
        let scenario = rollout::rollout(cloud_pcs);
        let experiment = Experiment::new(&scenario);
        group.throughput(Throughput::Elements(cloud_pcs)).sample_size(samples);
        group.bench_function(BenchmarkId::from_parameter(cloud_pcs), |bencher| {
            bencher.iter(|| experiment.run_one(0));
        });
    }
    group.finish();
}

criterion_group!(benches, replication);
criterion_main!(benches);
