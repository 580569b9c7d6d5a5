using Pilevisor.Kernel;

namespace Pilevisor.Lab.Views;

/// <summary>What is explored: a cluster that grows.</summary>
/// <param name="First">Nodes that it begins with.</param>
/// <param name="Newcomers">Machines that want to join, each at any moment.</param>
/// <param name="Deaths">Whether each of those may die before it is ready.</param>
/// <param name="Leaves">Whether each of those may leave once, at any moment, and may want to join again.</param>
/// <param name="Kills">How many nodes but the leader may die at any moment when they are in a view.</param>
public sealed record ViewShape(int First = 2, int Newcomers = 2, bool Deaths = true, bool Leaves = false, int Kills = 0)
{
    /// <summary>The most nodes altogether.</summary>
    public const int MostNodes = 5;

    /// <summary>How many places there are.</summary>
    public int Places => First + Newcomers;

    /// <inheritdoc/>
    public override string ToString() => $"{First} nodes and {Newcomers} that join{(Deaths ? ", or die before they are ready" : "")}{(Leaves ? ", and leave, and join again" : "")}{(Kills == 0 ? "" : $", and {Kills} that die")}";

    /// <exception cref="LabException">If that is too large, or nothing.</exception>
    public void Refuse()
    {
        if (First < 1 || Newcomers < 1 || Places > MostNodes) throw new LabException($"a cluster that grows is explored from 1 node on, with 1 newcomer at least and {MostNodes} nodes altogether, not {First} and {Newcomers}");
    }

    internal static NodeId Node(int index) => new((ushort)index);
}
