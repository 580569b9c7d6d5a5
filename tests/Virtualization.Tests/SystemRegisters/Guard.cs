using System;
using System.IO;
using System.Runtime.CompilerServices;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A bit of one of EL2's control registers that is as it must be, or a register that cpu.S writes where a CPU has it.</summary>
/// <param name="Name">Which.</param>
/// <param name="Holds">Whether it is so.</param>
internal sealed record Guard(string Name, Func<bool> Holds)
{
    public static Guard Hcr(string name, int bit) => new($"HCR_EL2.{name}", () => (HypervisorConfiguration.Hcr >> bit & 1) != 0);

    public static Guard NoHcr(string name, int bit) => new($"HCR_EL2.{name} clear", () => (HypervisorConfiguration.Hcr >> bit & 1) == 0);

    public static Guard Cptr(string name, int bit) => new($"CPTR_EL2.{name}", () => (HypervisorConfiguration.Cptr >> bit & 1) != 0);

    public static Guard NoCptr(string name, int bit) => new($"CPTR_EL2.{name} clear", () => (HypervisorConfiguration.Cptr >> bit & 1) == 0);

    public static Guard Mdcr(string name, int bit) => new($"MDCR_EL2.{name}", () => (HypervisorConfiguration.Mdcr >> bit & 1) != 0);

    public static Guard NoMdcr(string name, int bit) => new($"MDCR_EL2.{name} clear", () => (HypervisorConfiguration.Mdcr >> bit & 1) == 0);

    public static Guard NoCnthctl(string name, int bit) => new($"CNTHCTL_EL2.{name} clear", () => (HypervisorConfiguration.Cnthctl >> bit & 1) == 0);

    /// <summary>A register that each CPU gets before it enters the guest, as S3_op1_Cn_Cm_op2: x7 is made for it, xzr is zero.</summary>
    public static Guard Written(string name, string register, string value = "xzr") =>
        new($"{name} = {value}", () => ConfigureGuest().Contains($"msr     {register}, {value} ", StringComparison.Ordinal));

    public override string ToString() => Name;

    private static string ConfigureGuest([CallerFilePath] string here = "")
    {
        string source = File.ReadAllText(Path.Combine(Path.GetDirectoryName(here)!, "../../../src/Kernel/Metal/cpu.S"));
        int start = source.IndexOf("asm_configure_guest", StringComparison.Ordinal);
        return source[start..source.IndexOf("ret", start, StringComparison.Ordinal)];
    }
}
