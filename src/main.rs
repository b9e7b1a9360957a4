//! The `outcrop` binary: arguments, settings, the simulator where it is asked for, then a command
//! or the screen. The only place that starts the simulator.

use std::io::{self, IsTerminal as _, Write as _};
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use clap::Parser as _;
use outcrop::app::parts::desk::Settings as DeskSettings;
use outcrop::cli::{self, Cli, Command};
use outcrop::commands::console::Console;
use outcrop::commands::exit::Exit;
use outcrop::commands::fault::Fault;
use outcrop::commands::interrupt::Interrupts;
use outcrop::commands::setup::{self, Palettes};
use outcrop::commands::{
    ask, batch, completions, config, doctor, history, models, moment, resources,
};
use outcrop::config::environment::Environment;
use outcrop::config::paths::Platform;
use outcrop::config::settings::Settings;
use outcrop::domain::session::Wanted;
use outcrop::runtime::hands::FaultSwitch;
use outcrop::runtime::priority::stand_back;
use outcrop::runtime::signals::{self, Leave};
use outcrop::runtime::tui::{self, Setup};
use outcrop::simulator::fault::Fault as SimulatorFault;
use outcrop::simulator::pace::Pace;
use outcrop::simulator::resource::account::Account;
use outcrop::simulator::script::Script;
use outcrop::simulator::server;
use outcrop::store::writer;
use tokio::net::TcpListener;
use tokio::runtime::Runtime;
use tokio_util::sync::CancellationToken;

/// Tokens a second of the demo: fast enough to be pleasant, slow enough to be watched.
const DEMO_PACE: u32 = 90;
/// How long a resource of the demo takes for a step: so that it can be watched.
const DEMO_RESOURCE_SPEED: Duration = Duration::from_secs(4);

fn main() -> ExitCode {
    let cli = Cli::parse();
    let mut console = Console::of_process();
    let result = run(&cli, &mut console);
    console.end(result).into()
}

fn run(cli: &Cli, console: &mut Console) -> Result<Exit, Fault> {
    let flags = setup::flags(&cli.global);
    match &cli.command {
        Some(Command::Simulate(args)) => return simulate(args, console),
        Some(Command::Completions(args)) => return completions::run(*args, console),
        Some(Command::Batch(args)) => return batch::run(args, console),
        _ => {}
    }
    let environment = Environment::from_vars(std::env::vars_os())?;
    let platform = Platform::of_user()?;
    if let Some(Command::Config(args)) = &cli.command {
        return config::run(args, &flags, &environment, &platform, console);
    }
    let settings = Settings::resolve(&flags, &environment, &platform)?;
    log_to(&settings);
    if cli.command.is_some() {
        // The screen finds the same when it begins; a command must not run on half a configuration.
        config::check(&settings)?;
    }
    if cli.reset {
        // The demo's own folder, and only that.
        writer::reset(&settings.paths.data)?;
    }
    if let Some(Command::History(args)) = &cli.command {
        return history::run(args, &settings, console);
    }
    // One worker is enough for what a network sends, and leaves the other core to the screen.
    let tasks = runtime(1)?;
    let demo = settings.demo.then(|| Demo::start(&tasks, cli.resource_speed)).transpose()?;
    let wanted = setup::wanted(&settings, demo.as_ref().map(|demo| demo.address.as_str()));
    match &cli.command {
        Some(Command::Ask(args)) => tasks.block_on(async {
            let mut interrupts = Interrupts::hear()?;
            ask::run(args, &settings, wanted, &mut interrupts, console).await
        }),
        Some(Command::Doctor(args)) => tasks.block_on(async {
            let mut interrupts = Interrupts::hear()?;
            doctor::run::run(args, &settings, wanted, &mut interrupts, console).await
        }),
        Some(Command::Models(args)) => tasks.block_on(async {
            let mut interrupts = Interrupts::hear()?;
            models::run(args, &settings, wanted, &mut interrupts, console).await
        }),
        Some(Command::Resources(args)) => tasks.block_on(async {
            let mut interrupts = Interrupts::hear()?;
            resources::run::run(args, wanted, &mut interrupts, console).await
        }),
        _ => screen(settings, demo.as_ref(), wanted, &tasks),
    }
}

fn runtime(workers: usize) -> io::Result<Runtime> {
    // A thread that read a file must not wake up ten seconds later only to end.
    let keep_alive = Duration::from_millis(100);
    let mut runtime = tokio::runtime::Builder::new_multi_thread();
    // A flood of tokens must not hold up the echo of a key, which passes through several threads.
    runtime.on_thread_start(|| stand_back(10));
    runtime.worker_threads(workers).thread_keep_alive(keep_alive).enable_all().build()
}

/// The simulator inside this program.
struct Demo {
    address: String,
    script: Script,
}

impl Demo {
    fn start(tasks: &Runtime, resource_speed: Option<Duration>) -> io::Result<Self> {
        let listener = tasks.block_on(TcpListener::bind("127.0.0.1:0"))?;
        let address = format!("http://{}", listener.local_addr()?);
        let mut script = Script::new(Pace::TokensPerSecond(f64::from(DEMO_PACE)));
        script.account = Account::live(resource_speed.unwrap_or(DEMO_RESOURCE_SPEED));
        let served = script.clone();
        // The first frame does not wait for the account; the first request does.
        tasks.spawn(async move {
            if let Err(message) = served.account.seed() {
                tracing::error!(message, "the demo's account is empty");
            }
            server::run(listener, served, std::future::pending()).await
        });
        Ok(Self { address, script })
    }

    fn switch(&self) -> FaultSwitch {
        let faults = self.script.faults.clone();
        Box::new(move |wanted| {
            let parsed: Result<Vec<SimulatorFault>, _> =
                wanted.iter().map(|text| text.parse()).collect();
            faults.replace(parsed.map_err(|error| error.to_string())?);
            Ok(faults.list().iter().map(ToString::to_string).collect())
        })
    }
}

fn screen(
    settings: Settings,
    demo: Option<&Demo>,
    wanted: Wanted,
    tasks: &Runtime,
) -> Result<Exit, Fault> {
    let keymap = setup::keymap(&settings)?;
    let Palettes { own, dark, light } = setup::palettes(&settings)?;
    setup::check_parameters(&settings)?;
    let priced = settings.clone();
    let presets = setup::presets(&settings);
    let Settings { config, paths, .. } = settings;
    let desk = DeskSettings {
        model: config.model.clone().unwrap_or_default(),
        system: config.system.clone(),
        parameters: setup::parameters(&config.parameters),
        presets,
        simulator: demo.is_some(),
        read_only: config.read_only,
        regions: config.regions.clone(),
        read_only_profiles: config.read_only_profiles(),
        profile: config.profile.clone(),
        region: wanted.region.clone(),
        rescue_folder: std::env::home_dir().unwrap_or_else(|| PathBuf::from(".")),
    };
    let setup = Setup {
        keymap,
        own_theme: own,
        built_in: [dark, light],
        wanted,
        desk,
        folder: paths.data,
        prices: Box::new(move || setup::prices(&priced)),
        faults: demo.map(Demo::switch),
        faults_on: Vec::new(),
        colours: setup::colours(|name| std::env::var(name).ok()),
        unix_ms: moment::unix_ms(),
        zone: moment::zone(),
        mint: moment::mint(),
        config,
    };
    Ok(match tui::open(setup, tasks)? {
        None => Exit::Success,
        Some(Leave::Interrupt) => Exit::Interrupted,
        Some(Leave::Terminate) => Exit::Terminated,
        Some(Leave::HangUp) => Exit::HangUp,
    })
}

/// The log goes to a file; without one the program works all the same.
fn log_to(settings: &Settings) {
    let level = settings.config.log_level.name();
    if level == "off" {
        return;
    }
    let path = &settings.paths.log;
    if let Some(folder) = path.parent() {
        let _ = std::fs::create_dir_all(folder);
    }
    let Ok(file) = std::fs::OpenOptions::new().create(true).append(true).open(path) else { return };
    // Ours alone: what others log may quote requests.
    let filter = format!("off,outcrop={level}");
    let _ = tracing_subscriber::fmt()
        .with_env_filter(tracing_subscriber::EnvFilter::new(filter))
        .with_ansi(false)
        .with_writer(std::sync::Mutex::new(file))
        .try_init();
}

/// `outcrop simulate`: serves until a signal comes.
fn simulate(args: &cli::Simulate, console: &mut Console) -> Result<Exit, Fault> {
    if !args.listen.ip().is_loopback() && !args.allow_remote {
        return Err(Fault::Usage(format!(
            "{} can be reached by others, and nothing checks who they are; add --allow-remote if \
             that is meant",
            args.listen
        )));
    }
    let mut faults = Vec::new();
    for text in &args.fault {
        let fault: SimulatorFault =
            text.parse().map_err(|error| Fault::Usage(format!("--fault {text}: {error}")))?;
        faults.push(fault);
    }
    let pace = match args.pace {
        cli::Pace::Max => Pace::Max,
        cli::Pace::TokensPerSecond(tokens) => Pace::TokensPerSecond(tokens),
    };
    runtime(2)?.block_on(async {
        let listener = TcpListener::bind(args.listen).await?;
        let shutdown = CancellationToken::new();
        signals::listen(&shutdown)?;
        writeln!(console.out, "listening on http://{}", listener.local_addr()?)?;
        console.out.flush()?;
        if io::stdout().is_terminal() {
            console.note("Ctrl-C stops it; faults are switched by PUT /_simulator/faults");
        }
        let mut script = Script::new(pace).with_faults(faults);
        script.account = Account::live(args.resource_speed);
        if args.demo_account {
            script.account.seed().map_err(io::Error::other)?;
        }
        server::run(listener, script, shutdown.cancelled_owned()).await
    })?;
    Ok(Exit::Success)
}
