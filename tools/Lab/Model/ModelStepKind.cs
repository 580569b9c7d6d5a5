namespace Pilevisor.Lab.Model;

/// <summary>What can happen in a modelled cluster.</summary>
public enum ModelStepKind : byte
{
    /// <summary>CPU B of node A begins an access: C is 2 x page + (1 for a write). It is made at once if the permission is there.</summary>
    Access,

    /// <summary>CPU B of node A tries its access again after the protocol completed it.</summary>
    Retry,

    /// <summary>The oldest message from node A to node B arrives.</summary>
    Deliver,

    /// <summary>Node A wants the frame of page B.</summary>
    Evict,

    /// <summary>The hold of page B at node A ends.</summary>
    EndHold,

    /// <summary>The oldest frame from node A to node B is lost: those behind it are refused until it is sent again.</summary>
    Lose,

    /// <summary>Node A sends node B again what was lost.</summary>
    Retransmit,

    /// <summary>As <see cref="Deliver"/>, and a duplicate of the frame stays on the wire.</summary>
    DeliverTwice,

    /// <summary>The duplicate from node A to node B arrives.</summary>
    DeliverLate,

    /// <summary>The frame with C others ahead of it, from node A to node B, overtakes them.</summary>
    DeliverEarly,

    /// <summary>Node A stops for good.</summary>
    Die,

    /// <summary>A planted mistake: only now do node A's translation lookaside buffers drop page B.</summary>
    DropTlb,

    /// <summary>A device at node A is to work on page B: it does from now on, if the protocol says that it may.</summary>
    Pin,

    /// <summary>The device at node A is done with page B.</summary>
    Unpin,

    /// <summary>Node A is about to leave: its CPUs use no memory any more.</summary>
    Leave,

    /// <summary>Node A, which leaves, has nothing of others' pages any more, and says so.</summary>
    Drain,

    /// <summary>Node A hears that the leaving node has nothing any more, and begins to forget it.</summary>
    BeginForgetting,

    /// <summary>Node A forgets the leaving node for page B, or asks for the page so that it can.</summary>
    Forget,

    /// <summary>The leaving node hears from node A that it has forgotten it.</summary>
    EndForgetting,

    /// <summary>Node A, which all have forgotten, has gone.</summary>
    Go,
}
