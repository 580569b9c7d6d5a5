namespace Pilevisor.Composition.Generator;

/// <summary>The types that the generator knows by name, in metadata spelling.</summary>
internal static class KnownNames
{
    public const string Composition = "Pilevisor.Composition";
    public const string Image = Composition + ".ImageAttribute";
    public const string Module = "ModuleAttribute";
    public const string Import = "ImportAttribute`1";
    public const string SingletonSelf = "SingletonAttribute`1";
    public const string Singleton = "SingletonAttribute`2";
    public const string PerCpuSelf = "PerCpuAttribute`1";
    public const string PerCpuOf = "PerCpuAttribute`2";
    public const string ImageEntry = Composition + ".IImageEntry";
    public const string PerCpu = "Pilevisor.Kernel.PerCpu`1";
    public const string CpuIndex = "Pilevisor.Kernel.CpuIndex";
    public const string CpuTopology = "Pilevisor.Kernel.ICpuTopology";
    public const string Processor = "Pilevisor.Kernel.IProcessor";
    public const string RuntimeExport = "System.Runtime.RuntimeExportAttribute";
}
