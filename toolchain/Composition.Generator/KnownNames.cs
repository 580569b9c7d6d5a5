namespace Pilevisor.Composition.Generator;

/// <summary>The types that the generator knows by name, in metadata spelling.</summary>
internal static class KnownNames
{
    public const string Composition = "Pilevisor.Composition";
    public const string Image = Composition + ".ImageAttribute";
    public const string Module = "ModuleAttribute";
    public const string Import = "ImportAttribute`1";
    public const string SingletonOpen = "SingletonAttribute";
    public const string SingletonSelf = "SingletonAttribute`1";
    public const string Singleton = "SingletonAttribute`2";
    public const string PerCpuSelf = "PerCpuAttribute`1";
    public const string PerCpuOf = "PerCpuAttribute`2";
    public const string RequiresAtMost = "RequiresAtMostAttribute`1";
    public const string RequiresAtLeast = "RequiresAtLeastAttribute`1";
    public const string FromNamed = Composition + ".FromNamedServicesAttribute";
    public const string ImageEntry = Composition + ".IImageEntry";
    public const string Kernel = "Pilevisor.Kernel";
    public const string PerCpu = Kernel + ".PerCpu`1";
    public const string CpuIndex = Kernel + ".CpuIndex";
    public const string CpuTopology = Kernel + ".ICpuTopology";
    public const string Processor = Kernel + ".IProcessor";
    public const string BootSequence = Kernel + ".IBootSequence";
    public const string BootPhase = Kernel + ".BootPhase";
    public const string Starts = Kernel + ".StartsAttribute";
    public const string After = "AfterAttribute`1";
    public const string RuntimeExport = "System.Runtime.RuntimeExportAttribute";
}
