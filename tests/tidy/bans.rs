//! A canary for each ban of `.clippy.toml`: its one forbidden use, which clippy must see.
//!
//! Clippy says nothing about a ban whose path is misspelled, or has moved. Here such a ban leaves
//! an expectation unfulfilled, and the lint run fails. Nothing of this ever runs.
#![expect(dead_code, reason = "it is looked at, not run")]

use std::ops::Range;

use rayon::iter::{IntoParallelIterator, ParallelBridge, ParallelIterator};

macro_rules! types {
    ($($path:literal => $use:ty,)*) => {$(
        #[expect(clippy::disallowed_types, reason = $path)]
        let _: Option<$use> = None;
    )*};
}

macro_rules! methods {
    ($($path:literal => $use:expr,)*) => {$(
        #[expect(clippy::disallowed_methods, reason = $path)]
        let _ = $use;
    )*};
}

fn every_type() {
    types! {
        "std::collections::HashMap" => std::collections::HashMap<u8, u8>,
        "std::collections::HashSet" => std::collections::HashSet<u8>,
        "std::hash::RandomState" => std::hash::RandomState,
        "std::hash::DefaultHasher" => std::hash::DefaultHasher,
        "std::time::Instant" => std::time::Instant,
        "std::time::SystemTime" => std::time::SystemTime,
        "std::sync::mpsc::Receiver" => std::sync::mpsc::Receiver<u8>,
    }
}

fn every_float_function(x: f64) {
    methods! {
        "f64::exp" => x.exp(),
        "f64::exp2" => x.exp2(),
        "f64::exp_m1" => x.exp_m1(),
        "f64::ln" => x.ln(),
        "f64::ln_1p" => x.ln_1p(),
        "f64::log" => x.log(x),
        "f64::log2" => x.log2(),
        "f64::log10" => x.log10(),
        "f64::powf" => x.powf(x),
        "f64::powi" => x.powi(2),
        "f64::cbrt" => x.cbrt(),
        "f64::hypot" => x.hypot(x),
        "f64::sin" => x.sin(),
        "f64::cos" => x.cos(),
        "f64::tan" => x.tan(),
        "f64::sin_cos" => x.sin_cos(),
        "f64::asin" => x.asin(),
        "f64::acos" => x.acos(),
        "f64::atan" => x.atan(),
        "f64::atan2" => x.atan2(x),
        "f64::sinh" => x.sinh(),
        "f64::cosh" => x.cosh(),
        "f64::tanh" => x.tanh(),
        "f64::asinh" => x.asinh(),
        "f64::acosh" => x.acosh(),
        "f64::atanh" => x.atanh(),
    }
}

fn every_parallel_method(few: Range<u8>) {
    let many = || few.clone().into_par_iter();
    methods! {
        "rayon::iter::ParallelIterator::sum" => many().sum::<u8>(),
        "rayon::iter::ParallelIterator::product" => many().product::<u8>(),
        "rayon::iter::ParallelIterator::reduce" => many().reduce(|| 0, u8::max),
        "rayon::iter::ParallelIterator::reduce_with" => many().reduce_with(u8::max),
        "rayon::iter::ParallelIterator::fold" => many().fold(|| 0, u8::max),
        "rayon::iter::ParallelIterator::find_any" => many().find_any(|&n| n == 1),
        "rayon::iter::ParallelIterator::for_each" => many().for_each(drop),
        "rayon::iter::ParallelBridge::par_bridge" => few.clone().par_bridge(),
        "rayon::current_thread_index" => rayon::current_thread_index(),
        "rayon::current_num_threads" => rayon::current_num_threads(),
    }
}

fn every_look_outside() {
    methods! {
        "std::thread::spawn" => std::thread::spawn(|| ()),
        "std::thread::current" => std::thread::current(),
        "std::thread::available_parallelism" => std::thread::available_parallelism(),
        "std::env::var" => std::env::var("NAME"),
        "std::env::vars" => std::env::vars(),
        "std::env::current_dir" => std::env::current_dir(),
        "std::fs::read_to_string" => std::fs::read_to_string("file"),
        "std::fs::read_dir" => std::fs::read_dir("folder"),
        "std::fs::write" => std::fs::write("file", "text"),
        "std::fs::File::open" => std::fs::File::open("file"),
        "std::fs::File::create" => std::fs::File::create("file"),
    }
}
