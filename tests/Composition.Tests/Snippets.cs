namespace Pilevisor.Composition.Tests;

/// <summary>Source that several tests share.</summary>
internal static class Snippets
{
    /// <summary>A machine of two CPUs as a module, and a log of what was built.</summary>
    public const string Machine = """
        public static class Built
        {
            public static System.Collections.Generic.List<string> Names { get; } = [];
        }
        public abstract class Part
        {
            protected Part() => Built.Names.Add(GetType().Name);
        }
        public sealed class TwoCpus : Part, ICpuTopology
        {
            public int CpuCount => 2;
            public ulong Affinity(CpuIndex cpu) => (ulong)cpu.Value;
        }
        public sealed class BootCpu : Part, IProcessor
        {
            public CpuIndex Current => new(1);
            public void WaitForInterrupt() { }
            public void Relax() { }
        }
        [Module, Singleton<ICpuTopology, TwoCpus>, Singleton<IProcessor, BootCpu>]
        public interface IMachine;

        public sealed class Boot : Part, IImageEntry
        {
            public void Run() => Built.Names.Add("Run");
        }

        """;
}
