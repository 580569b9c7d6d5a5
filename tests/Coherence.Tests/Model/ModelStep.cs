namespace Pilevisor.Coherence.Tests.Model;

/// <summary>One thing that can happen next.</summary>
internal readonly record struct ModelStep(ModelStep.What Kind, int A, int B, int C = 0)
{
    public enum What : byte
    {
        /// <summary>CPU B of node A begins to want page C / 2, to write it if C is odd.</summary>
        Want,

        /// <summary>CPU B of node A tries: makes its access if it may, else asks the protocol.</summary>
        Try,

        /// <summary>The oldest message from node A to node B arrives.</summary>
        Deliver,

        /// <summary>Node A wants the frame of page B.</summary>
        Evict,

        /// <summary>The hold of page B at node A ends.</summary>
        EndHold,
    }
}
