using Pilevisor.Kernel;

namespace Pilevisor.Drivers;

/// <summary>
/// The firmware's true random numbers, if it has any (DEN0098). It is asked the way that PSCI is, since it is by PSCI 1.0 that one learns whether firmware knows SMCCC 1.1, on which TRNG stands (DEN0022, PSCI_FEATURES): a machine
/// without may have nobody who takes an SMC.
/// </summary>
public sealed class TrngFirmware : EntropySource
{
    // SMCCC 1.1 and TRNG 1.0: a major and a minor version of 16 bits each.
    private const int LeastSmccc = 0x1_0001;
    private const int LeastTrng = 0x1_0000;
    private const int NextTrng = 0x2_0000;

    private const ulong WordBits = 64;

    private readonly IFirmwareCall _call;
    private readonly bool _usesHvc;

    /// <summary>Finds out whether there are any.</summary>
    public TrngFirmware(IFirmwareCall call, IHardware hardware)
    {
        _call = call;
        _usesHvc = hardware.PsciUsesHvc;
        IsThere = hardware.TryFind("arm,psci-1.0"u8, 0, out _) && HasTrng();
    }

    /// <inheritdoc/>
    public override bool IsThere { get; }

    /// <inheritdoc/>
    public override bool TryDraw(out ulong bits)
    {
        TrngStatus status = (TrngStatus)Call((ulong)TrngFunction.Random64, WordBits, out FirmwareResults results);
        bits = results.X3;
        return status == TrngStatus.Success;
    }

    private bool HasTrng() =>
        Ask((ulong)PsciFunction.Features, (ulong)PsciFunction.SmcccVersion) >= 0
        && Ask((ulong)PsciFunction.SmcccVersion, 0) >= LeastSmccc
        && Ask((ulong)TrngFunction.Version, 0) is >= LeastTrng and < NextTrng
        && Ask((ulong)TrngFunction.Features, (ulong)TrngFunction.Random64) >= 0;

    private int Ask(ulong function, ulong argument) => Call(function, argument, out _);

    // Versions and statuses are 32 bits wide; what the upper half of x0 holds is not defined.
    private int Call(ulong function, ulong argument, out FirmwareResults results) =>
        (int)(_usesHvc ? _call.Hvc(function, argument, out results) : _call.Smc(function, argument, out results));
}
