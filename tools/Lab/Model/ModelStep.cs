using System;

namespace Pilevisor.Lab.Model;

/// <summary>One thing that happens in a modelled cluster; what A, B and C are is said at <see cref="ModelStepKind"/>.</summary>
/// <param name="Kind">What.</param>
/// <param name="A">A node.</param>
/// <param name="B">A node, page or CPU.</param>
/// <param name="C">More.</param>
public readonly record struct ModelStep(ModelStepKind Kind, byte A, byte B, byte C = 0)
{
    /// <summary>A step of small numbers.</summary>
    public ModelStep(ModelStepKind kind, int a, int b = 0, int c = 0)
        : this(kind, (byte)a, (byte)b, (byte)c)
    {
    }

    /// <summary>As a trace file has it: <c>Deliver 0 2</c>.</summary>
    public override string ToString() => $"{Kind} {A} {B} {C}";

    /// <summary>Reads what <see cref="ToString"/> wrote.</summary>
    /// <returns>False if it is no step.</returns>
    public static bool TryParse(string text, out ModelStep step)
    {
        step = default;
        string[] words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        byte c = 0;
        bool isStep = words.Length is 3 or 4 && Enum.TryParse(words[0], out ModelStepKind kind) && Enum.IsDefined(kind) && !char.IsDigit(words[0][0]);
        if (!isStep || !byte.TryParse(words[1], out byte a) || !byte.TryParse(words[2], out byte b) || (words.Length == 4 && !byte.TryParse(words[3], out c))) return false;
        step = new ModelStep(Enum.Parse<ModelStepKind>(words[0]), a, b, c);
        return true;
    }
}
