using System.Collections.Generic;
using Pilevisor.Snapshots;
using Xunit;

namespace Pilevisor.Composition.Tests;

/// <summary>In which order components start.</summary>
public sealed class BootSequenceTests
{
    internal const string Node = Snippets.Machine + """
        public static class Started { public static List<string> Names { get; } = []; public static void Add(object what) => Names.Add(what.GetType().Name); }
        public interface IConsole { [Starts(BootPhase.Diagnostics)] void Initialize(); }
        public sealed class Console : IConsole { public void Initialize() => Started.Add(this); }
        public sealed class Explicit : IConsole { void IConsole.Initialize() => Started.Add(this); }
        public sealed class Window(Cache cache) { public Cache Cache => cache; [Starts(BootPhase.Memory)] public void Begin() => Started.Add(this); }
        public sealed class Cache { [Starts(BootPhase.Memory), After<Window>] public void Begin() => Started.Add(this); }
        public sealed class Middle(Timers timers) { public Timers Timers => timers; }
        public sealed class Waits(Middle middle) { public Middle Middle => middle; [Starts(BootPhase.Machine)] public void Begin() => Started.Add(this); }
        public sealed class Timers { [Starts(BootPhase.Machine), After<Stacks>] public void Begin() => Started.Add(this); }
        public abstract class Base { [Starts(BootPhase.Machine)] public void Begin() => Started.Add(this); }
        public sealed class Stacks : Base { [Starts(BootPhase.Guest), After<IConsole>] public void More() => Started.Names.Add("More"); }
        public sealed class Lines(CpuIndex cpu) { [Starts(BootPhase.GuestCpu)] public void Begin() => Started.Names.Add("Lines" + cpu.Value); }
        public sealed class Run(IBootSequence boot) : IImageEntry
        {
            void IImageEntry.Run()
            {
                boot.Start(BootPhase.Diagnostics);
                boot.Start(BootPhase.Machine);
                boot.Start(BootPhase.Interconnect);
                boot.Start(BootPhase.Memory);
                boot.Start(BootPhase.Guest);
                boot.Start(BootPhase.GuestCpu);
            }
        }

        [Image, Import<IMachine>, Singleton<IConsole, Console>, Singleton<Explicit>]
        [Singleton<Waits>, Singleton<Middle>, Singleton<Timers>, Singleton<Cache>, Singleton<Window>, Singleton<Stacks>, PerCpu<Lines>, Singleton<Run>]
        public sealed partial class Node;
        """;

    [Fact]
    public void The_order_reads_as_if_written_by_hand() => Snapshot.Verify(Of(Node).Wiring.Split("void IBootSequence.Start", 2)[1]);

    /// <summary>Through what has no step, against what it is given where it is named, by an interface, by a base, on the running CPU.</summary>
    [Fact]
    public void A_component_starts_after_those_it_is_given_and_those_it_names()
    {
        System.Reflection.Assembly assembly = Of(Node).Load();
        assembly.GetType("Demo.Node")!.GetMethod("KernelMain", System.Reflection.BindingFlags.Static | System.Reflection.BindingFlags.NonPublic)!.Invoke(null, null);
        var names = (List<string>)assembly.GetType("Demo.Started")!.GetProperty("Names")!.GetValue(null)!;
        Assert.Equal(["Console", "Explicit", "Stacks", "Timers", "Waits", "Window", "Cache", "More", "Lines1"], names);
    }

    private static Generation Of(string source) => Generation.OfFile("using System.Collections.Generic;\n" + Generation.Scope + "namespace Demo;\n" + source);
}
