namespace Pilevisor.Kernel;

/// <summary>The end of this machine, as far as software can bring it about.</summary>
public interface IPowerControl
{
    /// <summary>Powers this machine off; does not return.</summary>
    void PowerOff();

    /// <summary>Resets this machine; does not return.</summary>
    void Reset();
}
