namespace Pilevisor.Lab.Views;

/// <summary>Kinds of what may happen.</summary>
internal enum ViewStepKind
{
    /// <summary>The leader takes a machine for the one that joins next.</summary>
    Describe,

    /// <summary>The machine says that it is ready.</summary>
    Ready,

    /// <summary>The machine dies, and the leader gives it up.</summary>
    Die,

    /// <summary>The leader's word to start reaches the machine.</summary>
    Start,

    /// <summary>The machine, which takes no work any more, is to leave.</summary>
    Leave,

    /// <summary>A node has done what it had to do while another leaves.</summary>
    End,

    /// <summary>A machine that has left wants to join again.</summary>
    Return,

    /// <summary>A node dies that is in a view.</summary>
    Kill,

    /// <summary>The leader learns that a node has died.</summary>
    Declare,

    /// <summary>A node has done what it had to do when others died.</summary>
    EndBurial,

    /// <summary>A message arrives.</summary>
    Deliver,
}
