//! One replication of a lifecycle that other simulators are compared by: 5,000 Cloud PCs over four
//! hours, 5,100 addresses, log-normal stages, 5 % of attempts failing, clean-up after three hours.

use cloudpc_sim::{Experiment, Source, scenario};
use criterion::{Criterion, Throughput, criterion_group, criterion_main};

const LIFECYCLE: &str = r#"
horizon = "5d"
[subnet.pool]
prefix = ["10.0.0.0/20", "10.1.0.0/22"]
in_use = 10
[connection.anc]
join = "entra"
subnet = "pool"
health_check = { borrows_address = false }
[policy.everyone]
connections = ["anc"]
groups = ["staff"]
[group.staff]
[wave.ramp]
group = "staff"
users = 5000
over = "4h"
arrivals = "random"
[timing]
reaction = "0s"
allocate_capacity = "0s"
create_vm = { dist = "lognormal", median = "12m", sigma = 0.4 }
attach_network = "0s"
join_entra = { dist = "lognormal", median = "3m", sigma = 0.3 }
enroll_intune = { dist = "lognormal", median = "8m", sigma = 0.5 }
primary_user = { dist = "uniform", min = "0s", max = "15m" }
configure = { dist = "lognormal", median = "5m", sigma = 0.3 }
assign_user = "0s"
[retry]
pause = "10m"
[failures]
intuneEnroll_NetworkConnectivityIssue = 0.05
"#;

fn lifecycle(criterion: &mut Criterion) {
    let source = Source { name: "lifecycle".into(), text: LIFECYCLE.into() };
    let scenario = scenario::load(source, &[], &()).expect("the scenario is good");
    let experiment = Experiment::new(&scenario);
    let mut group = criterion.benchmark_group("lifecycle");
    group.throughput(Throughput::Elements(5_000));
    group.bench_function("5000", |bencher| bencher.iter(|| experiment.run_one(0)));
    group.finish();
}

criterion_group!(benches, lifecycle);
criterion_main!(benches);
