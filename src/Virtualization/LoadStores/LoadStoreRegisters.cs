using Pilevisor.Kernel;

namespace Pilevisor.Virtualization;

/// <summary>Moves what a load or store transfers between a trap frame's registers and memory's order.</summary>
internal static class LoadStoreRegisters
{
    private const int SimdRegisters = 32;

    /// <summary>What a store writes.</summary>
    public static void Gather(in LoadStore access, in TrapFrame frame, bool isBigEndian, ref TransferPieces pieces)
    {
        for (int piece = 0; piece < access.Pieces; piece++)
        {
            int register = RegisterOf(in access, piece);
            pieces[piece] = access.Target == LoadStoreTarget.General ? frame.Read(register) : frame.ReadLane(register, LaneOf(in access, piece, isBigEndian), access.PieceBytes);
        }
    }

    /// <summary>Puts into the registers what a load has read.</summary>
    public static void Scatter(in LoadStore access, ref TrapFrame frame, bool isBigEndian, in TransferPieces pieces)
    {
        if (access.Target is not (LoadStoreTarget.General or LoadStoreTarget.Lane))
        {
            for (int piece = 0; piece < access.Pieces; piece++) frame.ClearSimd(RegisterOf(in access, piece));
        }
        for (int piece = 0; piece < access.Pieces; piece++) Put(in access, ref frame, piece, isBigEndian, pieces[piece]);
    }

    private static void Put(in LoadStore access, ref TrapFrame frame, int piece, bool isBigEndian, ulong value)
    {
        int register = RegisterOf(in access, piece);
        if (access.Target == LoadStoreTarget.General)
        {
            frame.Write(register, access.Extended(value));
            return;
        }
        int lane = LaneOf(in access, piece, isBigEndian);
        int count = access.Target == LoadStoreTarget.AllLanes ? access.Lanes : 1;
        for (int i = 0; i < count; i++) frame.WriteLane(register, lane + i, access.PieceBytes, value);
    }

    private static int RegisterOf(in LoadStore access, int piece)
    {
        if (access.Target is LoadStoreTarget.General or LoadStoreTarget.Simd) return piece < access.Pieces / access.Elements ? access.First : access.Second;
        // Structures lie one behind the other, and what begins in one register goes on in the next only once that is full.
        int structure = piece / access.StructureElements;
        int turn = access.Target == LoadStoreTarget.Structures ? structure / access.Lanes : 0;
        return (access.First + turn + (piece % access.StructureElements)) % SimdRegisters;
    }

    private static int LaneOf(in LoadStore access, int piece, bool isBigEndian)
    {
        switch (access.Target)
        {
            case LoadStoreTarget.Structures: return piece / access.StructureElements % access.Lanes;
            case LoadStoreTarget.Lane: return access.Lane;
            case LoadStoreTarget.AllLanes: return 0;
            default:
                // An element of 16 bytes is two pieces; the one at the lower address is the lower half, unless the guest is big-endian.
                int pieces = access.Pieces / access.Elements;
                int half = piece % pieces;
                return isBigEndian ? pieces - 1 - half : half;
        }
    }
}
