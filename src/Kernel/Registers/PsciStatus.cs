namespace Pilevisor.Kernel;

/// <summary>What a PSCI function returns in x0 (DEN0022, 5.2.2).</summary>
public enum PsciStatus : long
{
    /// <summary>It was done.</summary>
    Success = 0,

    /// <summary>There is no such function.</summary>
    NotSupported = -1,

    /// <summary>An argument names nothing: no such vCPU, say.</summary>
    InvalidParameters = -2,

    /// <summary>Not now: the vCPU's node is not there.</summary>
    Denied = -3,

    /// <summary>The vCPU is on.</summary>
    AlreadyOn = -4,

    /// <summary>The vCPU was told to start and has not begun yet.</summary>
    OnPending = -5,

    /// <summary>The entry point is not in the guest's memory.</summary>
    InvalidAddress = -9,
}
