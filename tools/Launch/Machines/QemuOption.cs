using System;

namespace Pilevisor.Launch.Machines;

/// <summary>Values in QEMU's options of the form name=value,name=value.</summary>
public static class QemuOption
{
    /// <summary>A value, whatever it has in it: QEMU takes a comma for the end of one, and two for one comma.</summary>
    public static string Value(string text) => text.Replace(",", ",,", StringComparison.Ordinal);
}
