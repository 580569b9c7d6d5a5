using System;

namespace Internal.Runtime;

/// <summary>Static fields of reference type live in one object a class; ILC describes it, boot makes it.</summary>
internal static unsafe class GcStatics
{
    private const long Uninitialized = 1;
    private const long HasPreinitializedData = 2;

    internal static void Initialize(ReadyToRunHeader* header)
    {
        ReadyToRunSection* section = (ReadyToRunSection*)(header + 1);
        for (int i = 0; i < header->NumberOfSections; i++, section++)
        {
            if (section->Id == ReadyToRunSection.GcStaticRegion) InitializeRegion((int*)section->Start, (int*)section->End);
        }
    }

    // Every entry is the distance to a block, and a block begins with the distance to its type, tagged in the low bits; it becomes the object's address.
    private static void InitializeRegion(int* entry, int* end)
    {
        for (; entry < end; entry++)
        {
            int* block = (int*)((byte*)entry + *entry);
            long tagged = (long)block + *block;
            if ((tagged & Uninitialized) == 0) continue;
            MethodTable* type = (MethodTable*)(tagged & ~(Uninitialized | HasPreinitializedData));
            byte* box = (byte*)Arena.NewObject(type);
            if ((tagged & HasPreinitializedData) != 0) CopyFields(box, block + 1, type);
            *(void**)block = box;
        }
    }

    private static void CopyFields(byte* box, int* data, MethodTable* type) =>
        SpanHelpers.Memmove(ref box[sizeof(void*)], ref *((byte*)data + *data), type->BaseSize - (2 * (uint)sizeof(void*)));
}
