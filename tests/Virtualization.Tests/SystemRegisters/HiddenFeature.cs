using Pilevisor.Kernel;

namespace Pilevisor.Virtualization.Tests;

/// <summary>A field of an ID register that the guest reads as zero, and what keeps the guest from the feature where the CPU has it.</summary>
/// <param name="Name">The field.</param>
/// <param name="Crm">Its register's CRm.</param>
/// <param name="Op2">Its register's op2.</param>
/// <param name="Bit">Its lowest bit.</param>
/// <param name="Guards">What is there to keep the guest from it; none where there is nothing that could.</param>
/// <param name="Registers">Registers that trap to EL2 because of the guards, and are undefined then.</param>
internal sealed record HiddenFeature(string Name, int Crm, int Op2, int Bit, Guard[] Guards, params SystemRegisterEncoding[] Registers)
{
    public override string ToString() => Name;
}
