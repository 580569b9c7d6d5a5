using System;

namespace Pilevisor.Kernel;

/// <summary>The name of a system register or system instruction in an instruction's encoding (Arm ARM, D18.3).</summary>
public readonly struct SystemRegisterEncoding : IText, IEquatable<SystemRegisterEncoding>
{
    /// <summary>Names S&lt;op0&gt;_&lt;op1&gt;_C&lt;crn&gt;_C&lt;crm&gt;_&lt;op2&gt;.</summary>
    public SystemRegisterEncoding(int op0, int op1, int crn, int crm, int op2) => Bits = (uint)((op0 << 14) | (op1 << 11) | (crn << 7) | (crm << 3) | op2);

    /// <summary>op0:op1:CRn:CRm:op2, 16 bits.</summary>
    public uint Bits { get; }

    /// <summary>op0.</summary>
    public int Op0 => (int)((Bits >> 14) & 3);

    /// <summary>op1.</summary>
    public int Op1 => (int)((Bits >> 11) & 7);

    /// <summary>CRn.</summary>
    public int Crn => (int)((Bits >> 7) & 15);

    /// <summary>CRm.</summary>
    public int Crm => (int)((Bits >> 3) & 15);

    /// <summary>op2.</summary>
    public int Op2 => (int)(Bits & 7);

    /// <summary>Whether both name the same register.</summary>
    public static bool operator ==(SystemRegisterEncoding left, SystemRegisterEncoding right) => left.Bits == right.Bits;

    /// <summary>Whether they name different registers.</summary>
    public static bool operator !=(SystemRegisterEncoding left, SystemRegisterEncoding right) => left.Bits != right.Bits;

    /// <inheritdoc/>
    public bool Equals(SystemRegisterEncoding other) => Bits == other.Bits;

    /// <inheritdoc/>
    public override bool Equals(object? obj) => obj is SystemRegisterEncoding other && Equals(other);

    /// <inheritdoc/>
    public override int GetHashCode() => (int)Bits;

    /// <inheritdoc/>
    public void AppendTo(ref TextBuilder text)
    {
        text.AppendLiteral("S");
        text.AppendFormatted(Op0);
        text.AppendLiteral("_");
        text.AppendFormatted(Op1);
        text.AppendLiteral("_C");
        text.AppendFormatted(Crn);
        text.AppendLiteral("_C");
        text.AppendFormatted(Crm);
        text.AppendLiteral("_");
        text.AppendFormatted(Op2);
    }
}
