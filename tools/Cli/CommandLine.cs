using System.CommandLine;
using Microsoft.Extensions.DependencyInjection;
using Pilevisor.Cli.Commands;
using Pilevisor.Cli.Presentation;
using Pilevisor.Launch;
using Pilevisor.Launch.Cards;
using Pilevisor.Launch.Guests;
using Pilevisor.Launch.Images;
using Pilevisor.Launch.Layout;
using Pilevisor.Launch.Machines;
using Pilevisor.Launch.Packages;
using Pilevisor.Launch.Progress;
using Pilevisor.Launch.Running;
using Pilevisor.Launch.Systems;

namespace Pilevisor.Cli;

/// <summary>Puts the command line together.</summary>
internal static class CommandLine
{
    public static ServiceProvider Build() => new ServiceCollection()
        .AddSingleton(_ => RepositoryLayout.Find())
        .AddSingleton<IActivities, TerminalActivities>()
        .AddSingleton<GuestCache>()
        .AddSingleton(DebianSelection.Guests)
        .AddSingleton<DebianArchive>()
        .AddSingleton<GuestKernels>()
        .AddSingleton<KernelModules>()
        .AddSingleton<KernelSources>()
        .AddSingleton<BoardTrees>()
        .AddSingleton<QemuPrograms>()
        .AddSingleton<BoardFileFinder>()
        .AddSingleton<Busybox>()
        .AddSingleton<GuestPackages>()
        .AddSingleton<GuestPrograms>()
        .AddSingleton<FlatGuests>()
        .AddSingleton<Initramfs>()
        .AddSingleton<GuestFiles>()
        .AddSingleton<DriftingClock>()
        .AddSingleton<SdCard>()
        .AddSingleton<VariantCatalog>()
        .AddSingleton<ImageBuilder>()
        .AddSingleton<ConfigurationCheck>()
        .AddSingleton<ClusterLauncher>()
        .AddSingleton<DebianSystem>()
        .AddSingleton<GuestSystems>()
        .AddSingleton<PackageInstaller>()
        .AddSingleton<LoggedGuest>()
        .AddSingleton<InstructionCounter>()
        .AddSingleton<Command, UpCommand>()
        .AddSingleton<Command, NodesCommand>()
        .AddSingleton<Command, TopCommand>()
        .AddSingleton<Command, AddCommand>()
        .AddSingleton<Command, RemoveCommand>()
        .AddSingleton<Command, TestCommand>()
        .AddSingleton<Command, BuildCommand>()
        .AddSingleton<Command, VariantsCommand>()
        .AddSingleton<Command, BoardsCommand>()
        .AddSingleton<Command, SdCardCommand>()
        .AddSingleton<Command, GraphCommand>()
        .AddSingleton<Command, DoctorCommand>()
        .AddSingleton<BenchBootCommand>()
        .AddSingleton<BenchFetchCommand>()
        .AddSingleton<BenchTrapCommand>()
        .AddSingleton<BenchSgiCommand>()
        .AddSingleton<BenchLockCommand>()
        .AddSingleton<BenchLoadCommand>()
        .AddSingleton<BenchSizeCommand>()
        .AddSingleton<BenchConsoleCommand>()
        .AddSingleton<BenchFaultsCommand>()
        .AddSingleton<BenchDevicesCommand>()
        .AddSingleton<BenchArgumentsCommand>()
        .AddSingleton<BenchScalingCommand>()
        .AddSingleton<Command, BenchCommand>()
        .AddSingleton<Command, CheckCommand>()
        .AddSingleton<Command, SimCommand>()
        .AddSingleton<CompareCluster>()
        .AddSingleton<Command, CompareCommand>()
        .AddSingleton<Command, ReportCommand>()
        .AddSingleton<Command, DissectorCommand>()
        .AddSingleton<Command, SoakCommand>()
        .AddSingleton<Command, CleanCommand>()
        .AddSingleton<PilevisorCommand>()
        .BuildServiceProvider(new ServiceProviderOptions { ValidateOnBuild = true });
}
