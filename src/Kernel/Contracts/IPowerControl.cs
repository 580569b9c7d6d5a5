namespace Pilevisor.Kernel;

/// <summary>The end of this machine, as far as software can bring it about.</summary>
public interface IPowerControl
{
    /// <summary>What a machine that cannot be powered off by software says at its serial port once it is to be, among other words.</summary>
    const string CannotPowerOff = "this machine cannot power itself off";

    /// <summary>Powers this machine off; does not return.</summary>
    void PowerOff();

    /// <summary>Resets this machine; does not return.</summary>
    void Reset();
}
