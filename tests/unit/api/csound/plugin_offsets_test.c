// Every function of the instance lies where binary plugins look for it. A difference does not compile.
#include "api/include/csound/csdl.h"
#include <setjmp.h>
#include <cmocka.h>

#define AT(offset, member) _Static_assert(offsetof(CSOUND, member) == offset, #member);
// clang-format off
    AT(0, GetSr) AT(8, GetKr) AT(16, GetKsmps) AT(24, GetNchnls) AT(32, GetNchnls_i) AT(40, Get0dBFS)
    AT(48, GetKcounter) AT(56, GetCurrentTimeSamples) AT(64, GetInputBufferSize)
    AT(72, GetOutputBufferSize) AT(80, GetInputBuffer) AT(88, GetOutputBuffer) AT(96, SetDebug)
    AT(104, GetDebug) AT(112, GetSizeOfMYFLT) AT(120, GetOParms) AT(128, GetEnv) AT(136, Message)
    AT(144, MessageS) AT(152, MessageV) AT(160, GetMessageLevel) AT(168, SetMessageLevel)
    AT(176, SetMessageCallback) AT(184, SetReleaseLength) AT(192, SetReleaseLengthSeconds)
    AT(200, GetMidiChannelNumber) AT(208, GetMidiChannel) AT(216, GetMidiNoteNumber)
    AT(224, GetMidiVelocity) AT(232, GetReleaseFlag) AT(240, GetOffTime) AT(248, GetPFields)
    AT(256, GetInstrumentNumber) AT(264, GetZakBounds) AT(272, GetTieFlag) AT(280, GetReinitFlag)
    AT(288, GetStrsmax) AT(296, GetStrsets) AT(304, Pow2) AT(312, intpow) AT(320, type2string)
    AT(328, GetTypeForArg) AT(336, GetInputArgCnt) AT(344, GetInputArgName) AT(352, GetOutputArgCnt)
    AT(360, GetOutputArgName) AT(368, GetString) AT(376, strarg2insno) AT(384, strarg2name)
    AT(392, AuxAlloc) AT(400, Malloc) AT(408, Calloc) AT(416, ReAlloc) AT(424, Strdup) AT(432, Free)
    AT(440, hfgens) AT(448, FTAlloc) AT(456, FTDelete) AT(464, FTFind) AT(472, FTFindP) AT(480, FTnp2Find)
    AT(488, GetTable) AT(496, TableLength) AT(504, TableGet) AT(512, TableSet) AT(520, GetNamedGens)
    AT(528, CreateGlobalVariable) AT(536, QueryGlobalVariable) AT(544, QueryGlobalVariableNoCheck)
    AT(552, DestroyGlobalVariable) AT(560, CreateConfigurationVariable) AT(568, SetConfigurationVariable)
    AT(576, ParseConfigurationVariable) AT(584, QueryConfigurationVariable)
    AT(592, ListConfigurationVariables) AT(600, DeleteConfigurationVariable) AT(608, CfgErrorCodeToString)
    AT(616, GetInverseComplexFFTScale) AT(624, GetInverseRealFFTScale) AT(632, ComplexFFT)
    AT(640, InverseComplexFFT) AT(648, RealFFT) AT(656, InverseRealFFT) AT(664, RealFFTMult)
    AT(672, RealFFTnp2) AT(680, InverseRealFFTnp2) AT(688, PVOC_CreateFile) AT(696, PVOC_OpenFile)
    AT(704, PVOC_CloseFile) AT(712, PVOC_PutFrames) AT(720, PVOC_GetFrames) AT(728, PVOC_FrameCount)
    AT(736, PVOC_fseek) AT(744, PVOC_ErrorString) AT(752, PVOCEX_LoadFile) AT(760, Die) AT(768, InitError)
    AT(776, PerfError) AT(784, Warning) AT(792, DebugMsg) AT(800, LongJmp) AT(808, ErrorMsg)
    AT(816, ErrMsgV) AT(824, GetRandomSeedFromTime) AT(832, SeedRandMT) AT(840, RandMT) AT(848, Rand31)
    AT(856, GetRandSeed) AT(864, CreateThread) AT(872, JoinThread) AT(880, CreateThreadLock)
    AT(888, DestroyThreadLock) AT(896, WaitThreadLock) AT(904, NotifyThreadLock)
    AT(912, WaitThreadLockNoTimeout) AT(920, Create_Mutex) AT(928, LockMutexNoWait) AT(936, LockMutex)
    AT(944, UnlockMutex) AT(952, DestroyMutex) AT(960, CreateBarrier) AT(968, DestroyBarrier)
    AT(976, WaitBarrier) AT(984, GetCurrentThreadID) AT(992, Sleep) AT(1000, InitTimerStruct)
    AT(1008, GetRealTime) AT(1016, GetCPUTime) AT(1024, CreateCircularBuffer) AT(1032, ReadCircularBuffer)
    AT(1040, WriteCircularBuffer) AT(1048, FlushCircularBuffer) AT(1056, DestroyCircularBuffer)
    AT(1064, FindInputFile) AT(1072, FindOutputFile) AT(1080, SAsndgetset) AT(1088, sndgetset)
    AT(1096, getsndin) AT(1104, rewriteheader) AT(1112, LoadSoundFile) AT(1120, FDRecord) AT(1128, FDClose)
    AT(1136, CreateFileHandle) AT(1144, GetFileName) AT(1152, FileClose) AT(1160, FileOpen2)
    AT(1168, type2csfiletype) AT(1176, NotifyFileOpened) AT(1184, sftype2csfiletype)
    AT(1192, ldmemfile2withCB) AT(1200, FileOpenAsync) AT(1208, ReadAsync) AT(1216, WriteAsync)
    AT(1224, FSeekAsync) AT(1232, getstrformat) AT(1240, sfsampsize) AT(1248, SetPlayopenCallback)
    AT(1256, SetRtplayCallback) AT(1264, SetRecopenCallback) AT(1272, SetRtrecordCallback)
    AT(1280, SetRtcloseCallback) AT(1288, SetAudioDeviceListCallback) AT(1296, GetRtRecordUserData)
    AT(1304, GetRtPlayUserData) AT(1312, GetDitherMode) AT(1320, SetExternalMidiInOpenCallback)
    AT(1328, SetExternalMidiReadCallback) AT(1336, SetExternalMidiInCloseCallback)
    AT(1344, SetExternalMidiOutOpenCallback) AT(1352, SetExternalMidiWriteCallback)
    AT(1360, SetExternalMidiOutCloseCallback) AT(1368, SetExternalMidiErrorStringCallback)
    AT(1376, SetMIDIDeviceListCallback) AT(1384, module_list_add) AT(1392, dispset) AT(1400, display)
    AT(1408, dispexit) AT(1416, dispinit) AT(1424, SetIsGraphable) AT(1432, SetMakeGraphCallback)
    AT(1440, SetDrawGraphCallback) AT(1448, SetKillGraphCallback) AT(1456, SetExitGraphCallback)
    AT(1464, SetYieldCallback) AT(1472, Set_KeyCallback) AT(1480, Remove_KeyCallback)
    AT(1488, RegisterSenseEventCallback) AT(1496, RegisterDeinitCallback) AT(1504, RegisterResetCallback)
    AT(1512, SetInternalYieldCallback) AT(1520, AppendOpcode) AT(1528, AppendOpcodes)
    AT(1536, GetOpcodeName) AT(1544, GetInstrumentList) AT(1552, CheckEvents) AT(1560, insert_score_event)
    AT(1568, insert_score_event_at_sample) AT(1576, PerformKsmps) AT(1584, AddUtility) AT(1592, RunUtility)
    AT(1600, ListUtilities) AT(1608, SetUtilityDescription) AT(1616, GetUtilityDescription)
    AT(1624, SetUtilSr) AT(1632, SetUtilNchnls) AT(1640, RunCommand) AT(1648, OpenLibrary)
    AT(1656, CloseLibrary) AT(1664, GetLibrarySymbol) AT(1672, LocalizeString) AT(1680, strtok_r)
    AT(1688, strtod) AT(1696, sprintf) AT(1704, sscanf) AT(1712, system_sr) AT(1720, GetScoreOffsetSeconds)
    AT(1728, SetScoreOffsetSeconds) AT(1736, RewindScore) AT(1744, InputMessage) AT(1752, ISSTRCOD)
    AT(1760, RealFFT2Setup) AT(1768, RealFFT2) AT(1776, ftError) AT(1784, GetA4) AT(1792, AuxAllocAsync)
    AT(1800, GetHostData) AT(1808, strNcpy) AT(1816, GetZaBounds) AT(1824, find_opcode_new)
    AT(1832, find_opcode_exact) AT(1840, GetChannelPtr) AT(1848, ListChannels) AT(1856, GetErrorCnt)
    AT(1864, FTnp2Finde) AT(1872, GetInstrument) AT(1880, AutoCorrelation) AT(1888, LPsetup)
    AT(1896, LPfree) AT(1904, LPred) AT(1912, LPCeps) AT(1920, CepsLP) AT(1928, LPrms)
    AT(1936, CreateThread2) AT(1944, dummyfn_2)
    // clang-format on
    _Static_assert(sizeof(CSOUND) == 2120, "the instance's public part");

// The last free place ends the struct: nothing was left out behind it.
static void no_gaps(void **state)
{
    (void)state;
    assert_int_equal(sizeof(CSOUND), 265 * sizeof(SUBR));
    assert_int_equal(offsetof(CSOUND, dummyfn_2) + 22 * sizeof(SUBR), sizeof(CSOUND));
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(no_gaps)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
