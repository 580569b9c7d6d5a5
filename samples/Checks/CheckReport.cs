namespace Pilevisor.Checks;

/// <summary>Takes the value of each check. What a value is does not matter, only that both worlds find the same.</summary>
public abstract class CheckReport
{
    public abstract void Add(string name, ulong value);
}
